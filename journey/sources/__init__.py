"""Readers of outside files and databases, one file a format family; each returns an ImportResult."""
