"""Pure rules of past dossiers: what their known steps amount to, rows of a file, the plan of the replay."""
