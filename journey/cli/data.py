"""The commands on what came in: sources, batches, undo, what event names mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from journey.cli.here import Format, JourneyName, here
from journey.cli.show import FormatName, show, tell
from journey.domain.words import Outcome
from journey.errors import NotFound, Refused

if TYPE_CHECKING:
    import polars as pl

    from journey.routine.data.mapping import Meaning
    from journey.store.tables import Journey

events = typer.Typer(help="What event names mean: their stage and outcome.", no_args_is_help=True, rich_markup_mode=None)
OneJourney = Annotated[str | None, typer.Option("--journey", help="Only this journey; all of them unless given.")]


def sources(journey: OneJourney = None, format: Format = FormatName.TABLE) -> None:
    """List the sources: how fresh they are, their rows, batches and problems."""
    from journey.routine.data.observations import today
    from journey.store.readers.data import sources as read

    at = here()
    frames = [
        (row.slug, read(at.engine, row.key, today=today(at.settings, row.timezone), timezone=row.timezone))
        for row in _journeys(journey)
    ]
    found = _together(frames)
    brief = ("journey", "kind", "name", "freshness", "last_day", "rows", "batches", "problems")
    show(
        found,
        format,
        empty="No sources yet. Bring one in with: journey import events FILE --journey NAME",
        shown=found.select(brief),
    )


def batches(journey: OneJourney = None, format: Format = FormatName.TABLE) -> None:
    """List the batches, newest first."""
    import polars as pl

    from journey.store.readers.data import batches as read

    found = _together([(row.slug, read(here().engine, row.key)) for row in _journeys(journey)])
    state = pl.when(pl.col("undone_at").is_null()).then(pl.lit("in")).otherwise(pl.lit("out")).alias("state")
    imported = pl.col("imported_at").dt.date().alias("imported")
    brief = found.select(pl.col("batch_id").alias("batch"), "journey", "file_name", state, "rows_new", "problems", imported)
    show(found, format, empty="No batches yet. Bring one in with: journey import events FILE --journey NAME", shown=brief)


BatchNumber = Annotated[int, typer.Argument(help="The batch's number, as journey batches lists it.")]


def undo(batch: BatchNumber, format: Format = FormatName.TABLE) -> None:
    """Take a batch out of every figure; journey redo puts it back."""
    from journey.routine.data.undoing import undo_batch

    notes = undo_batch(here().engine, here().settings, by=here().me, batch_id=batch)
    sentence = f"Batch {batch} is out. Put it back with: journey redo {batch}"
    tell({"batch": batch, "in": False, "notes": list(notes)}, format, sentence, *notes)


def redo(batch: BatchNumber, format: Format = FormatName.TABLE) -> None:
    """Put a batch back that was taken out."""
    from journey.routine.data.undoing import redo_batch

    redo_batch(here().engine, here().settings, by=here().me, batch_id=batch)
    tell({"batch": batch, "in": True}, format, f"Batch {batch} is in again.")


@events.command("list")
def list_events(journey: JourneyName, format: Format = FormatName.TABLE) -> None:
    """List event names with their stage, outcome and volume; those without a stage first."""
    from journey.store.readers.data import event_names

    found = event_names(here().engine, here().journey(journey).key).select("name", "stage", "outcome", "volume")
    show(found, format, empty="No events yet. Bring them in with: journey import events FILE --journey NAME")


@events.command("map")
def map_names(
    meanings: Annotated[
        list[str], typer.Argument(help="NAME=STAGE or NAME=STAGE:OUTCOME, such as purchase=Buy:goal; NAME= for none.")
    ],
    journey: JourneyName,
    make_stages: Annotated[
        bool, typer.Option("--make-stages", help="Add stages that are not there yet, at the end, in this order.")
    ] = False,
    format: Format = FormatName.TABLE,
) -> None:
    """Say in which stage events happen, and with which outcome: step, success, failure, goal or lost."""
    from journey.routine.data.mapping import map_events

    at = here()
    row = at.journey(journey)
    told = [_told(entry) for entry in meanings]
    _refuse_unknown(row, [name for name, _, _ in told])
    stages = _stages(row, [stage for _, stage, _ in told if stage], make=make_stages)
    changed = map_events(
        at.engine, at.settings, by=at.me, journey=row.key,
        meanings={name: _meaning(stages[stage.lower()] if stage else None, outcome) for name, stage, outcome in told},
    )  # fmt: skip
    sentence = f"{changed} event names of {row.slug} mean something else now."
    follow = f"The figures follow: journey metrics --journey {row.slug}"
    tell({"journey": row.slug, "changed": changed}, format, f"{sentence} {follow}")


def _refuse_unknown(journey: Journey, names: list[str]) -> None:
    """Before any stage is made: one wrong name changes nothing."""
    from journey.store.readers.data import event_names

    there = set(event_names(here().engine, journey.key)["name"])
    if wrong := [name for name in names if name not in there]:
        raise NotFound(
            f"No event called '{wrong[0]}' has come in. Nothing was changed. "
            f"See the names with: journey events list --journey {journey.slug}"
        )


def _told(entry: str) -> tuple[str, str, Outcome]:
    """Name, stage and outcome of NAME=STAGE[:OUTCOME]; names of events may hold colons, stages' too."""
    name, equals, meant = entry.rpartition("=")
    if not equals or not name:
        raise Refused(f"'{entry}' is not NAME=STAGE or NAME=STAGE:OUTCOME. Nothing was changed.")
    stage, colon, word = meant.rpartition(":")
    if colon and word.strip().lower() in set(Outcome):
        return name, stage.strip(), Outcome(word.strip().lower())
    return name, meant.strip(), Outcome.STEP


def _meaning(stage: int | None, outcome: Outcome) -> Meaning:
    from journey.routine.data.mapping import Meaning

    return Meaning(stage, outcome)


def _stages(journey: Journey, wanted: list[str], *, make: bool) -> dict[str, int]:
    """Stage ids by name in lower case."""
    from journey.routine.journeys import add_stage
    from journey.store.readers.journeys import stages

    at = here()
    there = {row.name.lower(): row.key for row in stages(at.engine, journey.key)}
    for name in dict.fromkeys(wanted):
        if name.lower() in there:
            continue
        if not make:
            known = ", ".join(row.name for row in stages(at.engine, journey.key)) or "none yet"
            raise NotFound(
                f"{journey.slug} has no stage '{name}'. There are: {known}. Nothing was changed. Add it with --make-stages."
            )
        there[name.lower()] = add_stage(at.engine, by=at.me, journey=journey.key, name=name).key
    return there


def _journeys(name: str | None) -> list[Journey]:
    """That journey, or all of them; NotFound if there are none."""
    from journey.store.readers.journeys import journeys

    found = [here().journey(name)] if name else journeys(here().engine)
    if not found:
        raise NotFound("No journeys yet. Begin one with: journey import events FILE --journey NAME")
    return found


def _together(frames: list[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    import polars as pl

    named = [frame.select(pl.lit(slug).alias("journey"), pl.all()) for slug, frame in frames]
    return pl.concat(named, how="vertical_relaxed")
