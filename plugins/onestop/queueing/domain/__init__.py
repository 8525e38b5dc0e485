"""Rules of the queue: states of a ticket, whose turn it is, how long it may take. No framework, no clock."""
