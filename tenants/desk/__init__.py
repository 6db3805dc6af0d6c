"""Pages of the panel around services: consents, notices, processors, requests on paper, retention."""
