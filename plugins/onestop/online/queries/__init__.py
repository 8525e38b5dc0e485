"""Reading filings and forms."""
