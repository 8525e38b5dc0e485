"""Papers of a dossier: issued with a number, printed, printed again, cancelled; scans of what was handed in."""
