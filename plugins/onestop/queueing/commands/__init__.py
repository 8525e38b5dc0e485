"""Writing: one transaction each; load, decide, save, tell the boards."""
