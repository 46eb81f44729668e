"""Reads, one a function, each returning a polars frame or a small frozen record."""
