"""Whether a call, with its arguments, is one that an SDK has."""
