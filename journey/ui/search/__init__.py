"""The search page's parts: what was found, where it leads, and what means the same."""
