"""What a process costs that searches once."""
