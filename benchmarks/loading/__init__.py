"""How fast a whole version is read into nodes, and how much of it, beside stock splitters."""
