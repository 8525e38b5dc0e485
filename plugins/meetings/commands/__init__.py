"""Writing: one transaction each; load, decide, save, publish."""
