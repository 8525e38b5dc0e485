"""Pure rules of results: what a register is, its records, its numbers, how long they are kept."""
