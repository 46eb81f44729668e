"""One module a format family; journey.sources.shape finds them here, so a new format is a new file and nothing else."""
