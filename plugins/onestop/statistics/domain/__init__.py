"""Pure rules of the statistics: the quality index."""
