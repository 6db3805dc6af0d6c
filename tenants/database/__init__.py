"""The academies' wall inside PostgreSQL: a Django backend that enters role and search_path together."""
