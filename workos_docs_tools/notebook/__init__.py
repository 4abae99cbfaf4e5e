"""Jupyter and IPython: the magics that `%load_ext workos_docs_tools` adds."""
