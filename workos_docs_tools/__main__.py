"""`python -m workos_docs_tools` is `workos-docs`."""

from workos_docs_tools.cli import main

main()
