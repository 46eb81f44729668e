"""Bringing data in, in four steps: the file or query, its columns (conversations have none), the check, the import."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.redact import PROMISE
from journey.config import settings
from journey.domain.problems import ImportResult
from journey.domain.words import SourceKind
from journey.errors import JourneyError
from journey.exports.safe_csv import safe_csv
from journey.routine.data.batches import Request
from journey.routine.data.conversations import import_conversations
from journey.routine.data.datasets import CONTENT_ID, ROW_ID
from journey.routine.data.heard import Heard, hear
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
    SourceKind.CONVERSATIONS: "Conversations: calls, chats and e-mails",
}
AT_ONCE = 20_000_000
"""Bytes up to which a file is checked without being asked."""
SHOWN = 8
_WORDS = (SourceKind.CONVERSATIONS, SourceKind.SURVEYS, SourceKind.TICKETS, SourceKind.USABILITY)


def import_steps(here: Screen) -> None:
    """The four steps, each shown once the one before is settled."""
    _told()
    st.header("Bring in data", anchor=False)
    st.markdown("**1. The file, or the query**")
    kind = st.selectbox("What is in it?", list(KIND_WORDS), format_func=KIND_WORDS.__getitem__, key="import_kind")
    turn = st.session_state.setdefault("import_turn", 0)
    files = _files(kind, turn)
    fetched = None if files or kind is SourceKind.CONVERSATIONS else asked_rows(here)
    if not files and fetched is None:
        return
    first = _request(here, kind, _stored(files) if fetched is None else fetched.path)
    first = replace(first, query=fetched.query if fetched else "")
    asked = first if kind is SourceKind.CONVERSATIONS else settled_columns(here, first)
    result = _checked(asked) if asked else None
    if asked is not None and result is not None:
        _preview(asked.kind, result)
        _go(here, asked, result)


def _files(kind: SourceKind, turn: int) -> list[Any]:
    """What was dropped: one table, or as many conversations as there are."""
    if kind is not SourceKind.CONVERSATIONS:
        file = st.file_uploader(
            "The file: CSV, TSV, JSON, JSONL, XLSX or Parquet, also gzipped or zipped", key=f"import_file_{turn}"
        )
        return [file] if file else []
    return st.file_uploader(
        "The files: transcripts as VTT, SRT, text, CSV or the JSON of AWS, Whisper, Deepgram, AssemblyAI, Zoom or Teams; "
        "exports of Intercom or Zendesk; mails as EML or MBOX; also gzipped or zipped",
        accept_multiple_files=True, key=f"import_talks_{turn}",
    )  # fmt: skip


class Upload:
    """Uploaded files in a folder of their own, outside of what is kept; gone with the next ones or the session.

    `path` is the file, or the folder of several.
    """

    def __init__(self, files: list[Any]) -> None:
        top = tempfile.mkdtemp(prefix="journey-upload-")
        folder = Path(top) / f"{len(files)} files" if len(files) > 1 else Path(top)
        folder.mkdir(exist_ok=True)
        for number, file in enumerate(files, start=1):
            place = folder / (Path(file.name).name or "file")
            self.path = place.with_name(f"{number} {place.name}") if place.exists() else place
            self.path.write_bytes(file.getbuffer())
        self.ids = [file.file_id for file in files]
        self.path = folder if len(files) > 1 else self.path
        weakref.finalize(self, shutil.rmtree, top, ignore_errors=True)


def _stored(files: list[Any]) -> Path:
    held = st.session_state.get("import_held")
    if not isinstance(held, Upload) or held.ids != [file.file_id for file in files]:
        _forget()
        st.session_state["import_held"] = held = Upload(files)
    return held.path


def _forget() -> None:
    for name in ("import_held", "import_fetched", "import_checked", "import_seen", "import_questions"):
        st.session_state.pop(name, None)


def _request(here: Screen, kind: SourceKind, path: Path) -> Request:
    source, zone = st.columns(2)
    name = source.text_input(
        "Where it comes from", _source_of(path), max_chars=120, key=f"import_source_{path}",
        help="Later files of the same source are read the same way and add only what is new.",
    )  # fmt: skip
    told = zone.text_input(
        "Time zone of times that name none", here.journey.timezone, key=f"import_zone_{path}", help="For example Europe/Berlin."
    )
    answers = {"ours": _ours(path)} if kind is SourceKind.CONVERSATIONS else {}
    return Request(path, kind, name.strip() or _source_of(path), told.strip() or here.journey.timezone, answers=answers)


def _source_of(path: Path) -> str:
    """What the source is called unless told; several files at once have no name in common."""
    return "Conversations" if path.is_dir() else name_of(path)


def _ours(path: Path) -> str:
    return st.text_input(
        "Your own mail domains", key=f"import_ours_{path}", placeholder="example.com, example.org",
        help="Who writes from them is an agent. Left empty, it is told from who takes part in most threads.",
    )  # fmt: skip


def _checked(asked: Request) -> ImportResult | None:
    """Step three: the whole file read, as it would be kept."""
    st.markdown(f"**{2 if asked.kind is SourceKind.CONVERSATIONS else 3}. Check**")
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
    return result.result if isinstance(result, Heard) else result


def _read(asked: Request) -> ImportResult | Heard | JourneyError:
    try:
        if asked.kind is SourceKind.CONVERSATIONS:
            bar = st.progress(0.0, "Reading")
            try:
                return hear(asked.path, asked.timezone, ours=_domains(asked), progress=partial(_tell, bar))
            finally:
                bar.empty()
        return read_result(asked)
    except JourneyError as refusal:
        return refusal


def _tell(bar: Any, share: float, words: str) -> None:
    bar.progress(share, words)


def _domains(asked: Request) -> list[str]:
    return str(asked.answers.get("ours", "")).replace(",", " ").split()


def _preview(kind: SourceKind, result: ImportResult) -> None:
    notes_and_problems(result.notes, result.problems)
    first = result.frame.lazy().head(SHOWN).drop(ROW_ID, CONTENT_ID, strict=False).collect()
    if "turns" in first.columns:
        words = pl.col("turns").list.first().struct.field("text")
        first = first.select("title", "channel", "at", turns=pl.col("turns").list.len(), first_words=words)
    filled = [name for name in first.columns if first[name].null_count() < first.height]
    st.caption("The first rows, as they will be kept")
    st.dataframe(first.select(filled), hide_index=True, height="content")
    if kind in _WORDS:
        st.caption(PROMISE)


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
    st.markdown(f"**{3 if asked.kind is SourceKind.CONVERSATIONS else 4}. Import**")
    make = False
    if asked.mapping.get("stage") and not here.stages:
        make = st.checkbox(f"Make the journey's stages from the column {asked.mapping['stage']}", True, key="import_make_stages")
    rows = result.frame.lazy().select(pl.len()).collect().item()
    if not st.button(
        f"Import {rows:,} {_counted(asked.kind, rows)}", type="primary", icon=":material/download_for_offline:", key="import_go"
    ):
        return
    bar = st.progress(0.0, "Beginning")
    common = {"settings": settings(), "journey": here.id, "path": asked.path, "source": asked.source, "timezone": asked.timezone}
    if asked.kind is SourceKind.CONVERSATIONS:
        # the source's name was read off the file unless somebody wrote another: a file's name may be a customer's
        source = None if asked.path.is_file() and asked.source == _source_of(asked.path) else asked.source
        heard = st.session_state["import_checked"][1]
        report = attempt(import_conversations, done="", progress=bar.progress, heard=heard, **{**common, "source": source})
    else:
        more = {"kind": asked.kind, "mapping": asked.mapping, "answers": asked.answers, "make_stages": make, "query": asked.query}
        report = attempt(import_file, done="", progress=bar.progress, **common, **more)
    if report is not None:
        st.session_state["import_report"] = report
        st.session_state["import_turn"] += 1
        _forget()
    st.rerun()


def _counted(kind: SourceKind, count: int) -> str:
    what = "conversation" if kind is SourceKind.CONVERSATIONS else "row"
    return what if count == 1 else f"{what}s"


def _told() -> None:
    """What became of the last import."""
    report: ImportReport | None = st.session_state.pop("import_report", None)
    if report is None:
        return
    what = _counted(report.kind, report.rows_read)
    known = f" {report.rows_known:,} were there already." if report.rows_known else ""
    st.success(
        f"{literal(report.file)}: {report.rows_new:,} new of {report.rows_read:,} {what} are in.{known}",
        icon=":material/check_circle:",
    )
    notes_and_problems(report.notes, report.problems)
