"""Whether the parsers stand any input: no crash, no hang, linear time."""
