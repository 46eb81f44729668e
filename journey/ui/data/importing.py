"""Bringing data in, in four steps: the file or query, its columns, the check, the import."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from journey.config import settings
from journey.domain.problems import ImportResult
from journey.domain.words import SourceKind
from journey.errors import JourneyError
from journey.exports.safe_csv import safe_csv
from journey.routine.data.batches import Request
from journey.routine.data.conversations import import_conversations, read_conversations
from journey.routine.data.datasets import CONTENT_ID, ROW_ID
from journey.routine.data.imports import ImportReport, import_file, name_of, read_result
from journey.ui.data.columns import settled_columns, told
from journey.ui.data.query import asked_rows
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, literal

KIND_WORDS = {
    SourceKind.EVENTS: "Events: who did what when",
    SourceKind.TICKETS: "Support tickets",
    SourceKind.SURVEYS: "Survey answers",
    SourceKind.USABILITY: "Usability results",
    SourceKind.SERIES: "Ready-made KPI series",
    SourceKind.CONVERSATIONS: "Conversations: calls and chats",
}
AT_ONCE = 20_000_000
"""Bytes up to which a file is checked without being asked."""
SHOWN = 8


def import_steps(here: Screen) -> None:
    """The four steps, each shown once the one before is settled."""
    _told()
    st.header("Bring in data", anchor=False)
    st.markdown("**1. The file, or the query**")
    kind = st.selectbox("What is in it?", list(KIND_WORDS), format_func=KIND_WORDS.__getitem__, key="import_kind")
    turn = st.session_state.setdefault("import_turn", 0)
    file = st.file_uploader(
        "The file: CSV, TSV, JSON, JSONL, XLSX or Parquet, also gzipped or zipped; transcripts as VTT, SRT, text or JSON",
        key=f"import_file_{turn}",
    )
    fetched = None if file or kind is SourceKind.CONVERSATIONS else asked_rows(here)
    if file is None and fetched is None:
        return
    first = _request(here, kind, _stored(file) if fetched is None else fetched.path)
    first = replace(first, query=fetched.query if fetched else "")
    asked = first if kind is SourceKind.CONVERSATIONS else settled_columns(here, first)
    result = _checked(asked) if asked else None
    if asked is not None and result is not None:
        _preview(result)
        _go(here, asked, result)


class Upload:
    """An uploaded file in a folder of its own, outside of what is kept; gone with the next file or the session."""

    def __init__(self, file: Any) -> None:
        folder = tempfile.mkdtemp(prefix="journey-upload-")
        self.id, self.path = file.file_id, Path(folder) / (Path(file.name).name or "file")
        self.path.write_bytes(file.getbuffer())
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def _stored(file: Any) -> Path:
    held = st.session_state.get("import_held")
    if not isinstance(held, Upload) or held.id != file.file_id:
        _forget()
        st.session_state["import_held"] = held = Upload(file)
    return held.path


def _forget() -> None:
    for name in ("import_held", "import_fetched", "import_checked", "import_seen", "import_questions"):
        st.session_state.pop(name, None)


def _request(here: Screen, kind: SourceKind, path: Path) -> Request:
    source, zone = st.columns(2)
    name = source.text_input(
        "Where it comes from", name_of(path), max_chars=120, key=f"import_source_{path}",
        help="Later files of the same source are read the same way and add only what is new.",
    )  # fmt: skip
    told = zone.text_input(
        "Time zone of times that name none", here.journey.timezone, key=f"import_zone_{path}", help="For example Europe/Berlin."
    )
    return Request(path, kind, name.strip() or name_of(path), told.strip() or here.journey.timezone)


def _checked(asked: Request) -> ImportResult | None:
    """Step three: the whole file read, as it would be kept."""
    st.markdown("**3. Check**")
    key = told(asked)
    if st.session_state.get("import_checked", ("",))[0] != key:
        if asked.path.stat().st_size > AT_ONCE and not st.button("Check the whole file", icon=":material/fact_check:"):
            return None
        with st.spinner("Reading the file", show_time=True):
            st.session_state["import_checked"] = (key, _read(asked))
    result = st.session_state["import_checked"][1]
    if isinstance(result, JourneyError):
        st.error(str(result), icon=":material/block:")
        return None
    assert isinstance(result, ImportResult)
    return result


def _read(asked: Request) -> ImportResult | JourneyError:
    try:
        if asked.kind is SourceKind.CONVERSATIONS:
            return read_conversations(asked.path, asked.timezone)
        return read_result(asked)
    except JourneyError as refusal:
        return refusal


def _preview(result: ImportResult) -> None:
    notes_and_problems(result.notes, result.problems)
    first = result.frame.lazy().head(SHOWN).drop(ROW_ID, CONTENT_ID, strict=False).collect()
    if "turns" in first.columns:
        first = first.select("key", "channel", first_words=pl.col("turns").list.first().struct.field("text"))
    filled = [name for name in first.columns if first[name].null_count() < first.height]
    st.caption("The first rows, as they will be kept")
    st.dataframe(first.select(filled), hide_index=True, height="content")


def notes_and_problems(notes: tuple[str, ...], problems: pl.DataFrame) -> None:
    """What the reader wants to say, and the rows that cannot be read, to look at and to download."""
    if notes:
        st.markdown("\n".join(f"- {literal(note)}" for note in notes))
    if problems.is_empty():
        return
    count = "1 problem" if problems.height == 1 else f"{problems.height:,} problems"
    st.warning(f"{count}. Good rows go in, these stay out.", icon=":material/report:")
    st.dataframe(problems.drop("file").head(50), hide_index=True)
    st.download_button("Download the problem rows", safe_csv(problems), "problems.csv", "text/csv", icon=":material/download:")


def _go(here: Screen, asked: Request, result: ImportResult) -> None:
    """Step four: the import, with its progress."""
    st.markdown("**4. Import**")
    make = False
    if asked.mapping.get("stage") and not here.stages:
        make = st.checkbox(f"Make the journey's stages from the column {asked.mapping['stage']}", True, key="import_make_stages")
    rows = result.frame.lazy().select(pl.len()).collect().item()
    if not st.button(f"Import {rows:,} rows", type="primary", icon=":material/download_for_offline:", key="import_go"):
        return
    bar = st.progress(0.0, "Beginning")
    common = {"settings": settings(), "journey": here.id, "path": asked.path, "source": asked.source, "timezone": asked.timezone}
    if asked.kind is SourceKind.CONVERSATIONS:
        report = attempt(import_conversations, done="", progress=bar.progress, **common)
    else:
        more = {"kind": asked.kind, "mapping": asked.mapping, "answers": asked.answers, "make_stages": make, "query": asked.query}
        report = attempt(import_file, done="", progress=bar.progress, **common, **more)
    if report is not None:
        st.session_state["import_report"] = report
        st.session_state["import_turn"] += 1
        _forget()
    st.rerun()


def _told() -> None:
    """What became of the last import."""
    report: ImportReport | None = st.session_state.pop("import_report", None)
    if report is None:
        return
    known = f" {report.rows_known:,} were there already." if report.rows_known else ""
    st.success(
        f"{literal(report.file)}: {report.rows_new:,} new of {report.rows_read:,} rows are in.{known}",
        icon=":material/check_circle:",
    )
    notes_and_problems(report.notes, report.problems)
