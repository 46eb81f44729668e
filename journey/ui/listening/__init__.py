"""Wednesday's parts."""
