"""What answers, as a flat file: written once, then mapped into memory by every process."""
