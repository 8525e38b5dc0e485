"""Rules of the way of a result to the citizen; pure."""
