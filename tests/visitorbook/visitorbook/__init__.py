"""A visitor book: who came to the office, and why."""
