"""Writing: one transaction each; what cannot be done says why and does not stop the others."""
