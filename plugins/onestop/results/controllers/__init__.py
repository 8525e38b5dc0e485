"""Pages of results and registers."""
