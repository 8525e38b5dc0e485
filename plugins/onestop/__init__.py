"""One-stop desk: procedures, dossiers, their clock and their papers."""
