"""Texts as vectors: through a server, with the release that lets the texts leave, or in this process.

Importing this package loads nothing; take names from its modules. A server's client library is imported on its first
call. There is no second embedder to fall back to: vectors of two models cannot be compared.
"""
