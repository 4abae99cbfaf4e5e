"""A documentation site as a source.

`fetching` asks politely for what has changed, `reading` tells pages, operations and fields apart,
and `files` writes them in the form of the package: whatever reads the package reads them alike.
"""
