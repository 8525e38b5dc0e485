"""Pages of papers, scans, templates and the logbook."""
