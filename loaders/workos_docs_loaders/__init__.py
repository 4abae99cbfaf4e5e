"""Readers of the WorkOS documentation: files to Documents to Nodes. Knows no store, no search."""
