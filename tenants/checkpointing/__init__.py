"""The head of an academy's record, signed, on its way to a place that the database's owner cannot write."""
