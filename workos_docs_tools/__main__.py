"""`python -m workos_docs_tools` is `workos-docs`."""

from workos_docs_tools.cli.app import main

main()
