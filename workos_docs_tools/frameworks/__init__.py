"""What the adapters of all frameworks share: Documents with flat metadata."""
