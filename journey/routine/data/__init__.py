"""Data coming in: a file or query becomes rows, and rows become figures."""
