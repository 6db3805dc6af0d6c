"""Pages of the panel that change consents, notices and processors: forms around services."""
