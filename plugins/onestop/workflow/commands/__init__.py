"""One transaction each: load, decide, save, tell."""
