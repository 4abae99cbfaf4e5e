"""Readers of the WorkOS documentation: files to Documents to Nodes, without store or search."""
