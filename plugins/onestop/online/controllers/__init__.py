"""Pages of the desk for filings from home."""
