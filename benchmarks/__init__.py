"""Measurements of the project on the real documentation; not shipped."""
