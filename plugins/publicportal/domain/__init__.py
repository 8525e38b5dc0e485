"""Rules of the public pages; pure: no I/O, no clock, no framework."""
