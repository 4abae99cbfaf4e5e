"""What importing an adapter costs above the framework modules that it imports itself."""
