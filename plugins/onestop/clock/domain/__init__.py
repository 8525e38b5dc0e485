"""Pure rules of the clock: no I/O, no present moment, no framework."""
