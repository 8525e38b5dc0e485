"""Rules of the one-stop desk; pure: no I/O, no clock, no framework."""
