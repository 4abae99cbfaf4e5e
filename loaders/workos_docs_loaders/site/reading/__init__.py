"""What a site sent, read: its index, its pages told apart, its reference as entries."""
