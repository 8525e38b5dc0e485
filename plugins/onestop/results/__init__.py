"""Results with their numbers, and the registers of each field as typed records made from them."""
