"""Tells what became of files that were brought in, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journey.cli.here import here
from journey.cli.show import FormatName, say, show_json, warn
from journey.domain.words import SourceKind

if TYPE_CHECKING:
    from journey.routine.data.imports import ImportReport

UNMAPPED_SHOWN = 8


def import_each(files: list[Path], journey: str, format: FormatName, one: Callable[[int | str, Path], ImportReport]) -> None:
    """Import file after file, telling what became of each as it is done; a journey that is not there yet is begun."""
    from journey.store.readers.journeys import row
    from journey.store.tables import Journey

    place, told = journey_named(journey), []
    for path in files:
        report = one(place, path)
        its = row(here().engine, Journey, report.journey_id)
        if isinstance(place, str):
            warn(f"Made the journey {its.name} in {its.timezone}.")
        place = its.key
        told.append(_as_json(report, its.slug))
        if format is FormatName.TABLE:
            say(*_sentences(report, its.slug))
    if format is FormatName.JSON:
        show_json(told)


def journey_named(name: str) -> int | str:
    """The id of the journey of that name; the name itself if it is to be begun."""
    from journey.routine.journeys import slug
    from journey.store.readers.journeys import journeys

    found = (row for row in journeys(here().engine) if name in (row.slug, row.name) or slug(name) == row.slug)
    return next((row.key for row in found), name)


def progress_of(path: Path, format: FormatName) -> Any:
    """Says each step on a terminal, nothing where a program listens."""
    if format is FormatName.JSON or not sys.stderr.isatty():
        return lambda _share, _words: None
    return lambda _share, words: warn(f"{path.name}: {words.lower()}")


def _as_json(report: ImportReport, journey: str) -> dict[str, Any]:
    return {
        "journey": journey, "file": report.file, "source": report.source, "kind": report.kind.value,
        "batch": report.batch_id,
        "rows_read": report.rows_read, "rows_new": report.rows_new, "rows_known": report.rows_known,
        "rows_changed": report.rows_changed, "problems": report.problems.to_dicts(),
        "unmapped": [{"name": name, "rows": rows} for name, rows in report.unmapped], "notes": list(report.notes),
    }  # fmt: skip


def _sentences(report: ImportReport, journey: str) -> list[str]:
    batch = f" as batch {report.batch_id}" if report.batch_id is not None else ""
    what = "conversations" if report.kind is SourceKind.CONVERSATIONS else "rows"
    said = [
        f"{report.file}: {report.rows_new:,} new of {report.rows_read:,} {what} into {journey}{batch} "
        f"({report.rows_known:,} known already)."
    ]
    said += [f"  {note}" for note in report.notes]
    if not report.problems.is_empty():
        said.append(f"  {report.problems.height:,} problems; the first of them:")
        said += [_problem(row) for row in report.problems.head(5).iter_rows(named=True)]
    if report.unmapped:
        names = ", ".join(f"{name} ({rows:,})" for name, rows in report.unmapped[:UNMAPPED_SHOWN])
        more = f" and {len(report.unmapped) - UNMAPPED_SHOWN} more" if len(report.unmapped) > UNMAPPED_SHOWN else ""
        what = "events list" if report.kind is SourceKind.EVENTS else "sources"
        said.append(f"  In no stage yet: {names}{more}. See: journey {what} --journey {journey}")
    return said


def _problem(row: dict[str, Any]) -> str:
    whole = "the file" if row["column"] == "file" else f"the whole column {row['column']}"
    place = f"row {row['row']:,}, {row['column']}" if row["row"] is not None else whole
    return f"    {place}: '{row['value']}'. {row['reason']} {row['advice']}"
