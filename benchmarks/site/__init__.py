"""The documentation as its site serves it, made of a package: for tests and a benchmark."""
