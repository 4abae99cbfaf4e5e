"""The command line `workos-docs`."""
