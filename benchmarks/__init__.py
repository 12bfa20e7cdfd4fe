"""What can be measured, and how is it repeated?

``python -m benchmarks list`` names the benchmarks; ``python -m benchmarks run NAME …`` runs one. A
benchmark is one file of this folder with ``NAME``, ``SUMMARY`` and ``main(argv) -> int``: adding
one is adding a file.
"""
