"""How does work outlive the process that does it?"""
