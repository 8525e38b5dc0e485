"""Reading the queue."""
