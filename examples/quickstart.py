"""Ask the WorkOS documentation: the three best passages, each with its source."""

from textwrap import shorten

from workos_docs_tools import WorkOSDocs

docs = WorkOSDocs.open()  # fetches and indexes the newest version, once
for hit in docs.search("How do I verify a webhook signature?", k=3):
    print(f"{hit.rank}. {hit.title}: {hit.url}")
    print(f"   {shorten(hit.text, 300)}\n")
