"""Readers of journey maps that were drawn elsewhere: each format is known by its content, and says what it could not hold."""

from journey.sources.maps.reading import MapRead, parsed, read_map

__all__ = ["MapRead", "parsed", "read_map"]
