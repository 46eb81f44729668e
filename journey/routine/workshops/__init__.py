"""Workshops: planned, led step by step, their notes merged and put on the map."""

from journey.routine.workshops.leading import (
    bin_workshop,
    change_workshop,
    end_workshop,
    go_to_step,
    join_workshop,
    leave_workshop,
    pause_step,
    plan_workshop,
    show_notes,
)
from journey.routine.workshops.notes import bin_note, change_note, merge_notes, part_note, write_note
from journey.routine.workshops.putting import put_notes

__all__ = [
    "bin_note", "bin_workshop", "change_note", "change_workshop", "end_workshop", "go_to_step", "join_workshop",
    "leave_workshop", "merge_notes", "part_note", "pause_step", "plan_workshop", "put_notes", "show_notes", "write_note",
]  # fmt: skip
