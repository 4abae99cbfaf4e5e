"""Calls with arguments that nobody should pass."""
