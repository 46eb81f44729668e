"""Readers of outside files and databases: look at a file, recognise its columns, read it into a frame with its problems."""

from journey.sources.columns import ColumnSeen
from journey.sources.dataset import Written, write_parquet
from journey.sources.identity import content_id, row_id
from journey.sources.reading import read, read_table
from journey.sources.recognise import Recognition, recognise
from journey.sources.shape import load, sniff
from journey.sources.sql import write_query
from journey.sources.table import Answers, FileShape, Table

__all__ = [
    "Answers",
    "ColumnSeen",
    "FileShape",
    "Recognition",
    "Table",
    "Written",
    "content_id",
    "load",
    "read",
    "read_table",
    "recognise",
    "row_id",
    "sniff",
    "write_parquet",
    "write_query",
]
