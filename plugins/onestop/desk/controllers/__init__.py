"""Pages of quick work."""
