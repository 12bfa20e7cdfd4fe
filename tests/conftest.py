"""In which order do files of tests run?

Two workers take one file after the other. Files with slow tests come first, so that at the end
none of them keeps one worker busy while the other has nothing left.
"""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first, and leave the order within each as it is."""
    slow = {item.path for item in items if item.get_closest_marker("slow") is not None}
    items.sort(key=lambda item: item.path not in slow)
