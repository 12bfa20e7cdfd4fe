"""Tests, and the small cases that they share."""
