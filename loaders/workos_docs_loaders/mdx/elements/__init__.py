"""JSX and HTML: text read into a tree of elements, each element turned into Markdown."""
