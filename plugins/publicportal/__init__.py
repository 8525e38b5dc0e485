"""The public face: procedures, where a dossier stands, opening hours; no log-in, no personal data."""
