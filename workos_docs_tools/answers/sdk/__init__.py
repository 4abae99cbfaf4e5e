"""What answers say with SDKs: the call of a version, its constants, code that pages lack."""
