"""What indexing the documentation takes."""
