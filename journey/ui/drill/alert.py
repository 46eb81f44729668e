"""The alert on an open KPI: since when, why, what was said of it, and one click that makes it a blocker with its evidence."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.domain.model import MetricSpec
from journey.domain.words import AlertState
from journey.routine.alerts.anomalies import segment_words
from journey.routine.alerts.evidence import Proof, block_with_evidence
from journey.store.readers.alerts import flips
from journey.store.tables import Metric
from journey.ui.drill.why import first_lines, reasons_of, topic_told
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal

Row = dict[str, Any]
QUOTES = 3
"""Verbatims that go behind the blocker."""
KINDS = {"tickets": "support", "surveys": "survey"}
"""What kind of evidence a verbatim of that origin is."""
DONE = {
    AlertState.OPEN: "opened again", AlertState.WATCH: "watched",
    AlertState.NOISE: "called noise", AlertState.BLOCKER: "made a blocker",
}  # fmt: skip
"""What was done to an alert where its state is no word for it."""


def alert_told(here: Screen, alert: Row) -> None:
    """Since when and why, what softens it, with which segments, and what was said of it so far."""
    since = f"Since {alert['since']:%A} {alert['since'].day} {alert['since']:%b}"
    whom = f" ({segment_words(alert['segment'])})" if alert["segment"] else ""
    st.markdown(literal(f"{since}{whom}. {alert['why']}"))
    if alert["softened"]:
        st.caption(literal(alert["softened"]))
    said = _said(here, alert) or ["nobody has answered yet"]
    st.caption(literal(" → ".join([f"Raised on {alert['raised_at'].day} {alert['raised_at']:%b}", *said])))


def _said(here: Screen, alert: Row) -> list[str]:
    """The alert's transitions, a few words each."""
    rows = flips(engine(), here.id).filter(pl.col("alert_id") == alert["id"])
    told = []
    for row in rows.iter_rows(named=True):
        reason = f": {row['reason']}" if row["reason"] else ""
        done = DONE.get(row["new"], row["new"])
        told.append(f"{done} by {row['person'] or 'itself'} on {row['at'].day} {row['at']:%b}{reason}")
    return told


def blocker_button(here: Screen, metric: Metric, spec: MetricSpec, alert: Row) -> None:
    """Make the alert a blocker of its stage with what stands behind it, at one click."""
    proofs = proofs_of(here, metric, spec, alert)
    there = alert["state"] == AlertState.BLOCKER
    if alert["stage_id"] is None and not there:
        st.caption("This alert is about the whole journey. Its answer on this page asks which pain point it shows.")
        return
    label = "Add this evidence to the blocker" if there else "Make it a blocker with this evidence"
    many = f"{len(proofs)} {'piece' if len(proofs) == 1 else 'pieces'}: the figure, what it comes from, customers' words, topics"
    if st.button(label, type="secondary" if there else "primary", key=f"block_with_{alert['id']}", help=many):
        attempt(
            block_with_evidence, done="A blocker with its evidence: it is on Tuesday's page.", journey=here.id, alert=alert["id"],
            revision=alert["revision"], proofs=proofs,
        )  # fmt: skip
        st.rerun()


def proofs_of(here: Screen, metric: Metric, spec: MetricSpec, alert: Row) -> list[Proof]:
    """The figure and what it comes from, up to QUOTES verbatims, and the topics that grew."""
    found = reasons_of(here, spec, alert)
    if found is None:
        return []
    told = (
        [] if found.shift is None else [Proof("analytics", f"{metric.name}: {line}") for line in first_lines(metric, found, None)]
    )
    quotes = [
        Proof(KINDS.get(row["origin"], "survey"), row["text"], row["id"])
        for row in found.quotes.head(QUOTES).iter_rows(named=True)
    ]
    grown = [Proof("support", topic_told(row)) for row in found.topics.iter_rows(named=True)]
    return [*told, *quotes, *grown]
