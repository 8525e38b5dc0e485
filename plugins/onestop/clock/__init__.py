"""The clock of a dossier: what was promised and why, who is warned, and what happens when a day passes."""
