"""Quick work at the desk: many dossiers at once, a pile by scanning, dossiers that came in twice."""
