"""The documentation, or another version, joined to an SDK by HTTP operation and by name."""
