"""How much of the documentation arrives: our texts compared with what the official parser reads."""
