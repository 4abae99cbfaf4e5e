"""What a site has, fetched: one request, within limits and rules; all pages, and their cache."""
