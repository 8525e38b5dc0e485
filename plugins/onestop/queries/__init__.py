"""Reading: constant SELECTs into Structs."""
