"""Statistics: what came in, what was settled and when, by field, agency and month; reports and the quality index."""
