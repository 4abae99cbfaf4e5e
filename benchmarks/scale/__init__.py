"""What search costs where there is more documentation than there is."""
