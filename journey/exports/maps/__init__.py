"""A whole map as a file: text that other programs read, and pictures that people do."""
