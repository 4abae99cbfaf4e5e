"""What changed: changelog entries, and versions of SDKs compared."""
