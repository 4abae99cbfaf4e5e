"""What is asked by name, path, topic or date: pages, exact names, code examples, changelogs."""
