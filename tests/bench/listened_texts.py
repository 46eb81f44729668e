"""Real texts that people labelled, for the benches of Wednesday: scores, criticality, stages and intents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from journey.analysis.text.sentiment import Band, Label, scored

STAGES = {
    "Order": "Placing an order for broadband, phone or TV: sales call or web shop, choosing a package, price and offer, "
    "contract, order confirmation, order status, cancelled or delayed order.",
    "First Payment": "The first bill: amount charged, payment, direct debit, price, invoice, overcharged, refund.",
    "Equipment Received": "Router, hub, box or set-top box delivered by post: delivery, parcel, packaging, setting it up, "
    "missing equipment.",
    "Service in Use": "Using broadband, phone and TV every day: speed, connection, outages, faults, technical support, engineer "
    "visit.",
}
"""How an owner would describe the four stages of the telecom survey; written before looking at what is told in which."""


def telecom_labels(folder: Path) -> list[Label]:
    """NPS answers with their words, in the file's order."""
    rows = _telecom(folder).with_columns(pl.col("NPS_SCORE").cast(pl.Float64, strict=False)).drop_nulls("NPS_SCORE")
    found = (scored(text, "en", score, "nps") for text, score in rows.select("text", "NPS_SCORE").iter_rows())
    return [label for label in found if label]


def hospital_labels(folder: Path) -> list[Label]:
    """Patients' comments with the sign of their criticality, each different comment once."""
    table = pl.read_csv(folder / "surveys/hospital_comments.csv", infer_schema_length=0)
    table = table.with_columns(pl.col("criticality").cast(pl.Float64, strict=False)).drop_nulls(["feedback", "criticality"])
    table = table.filter(pl.col("criticality").is_between(-5, 5)).unique("feedback", keep="first", maintain_order=True)
    rows = table.select("feedback", "criticality").iter_rows()
    return [Label(text, "en", value, Band(int(np.sign(value)) + 1)) for text, value in rows if text.strip()]


def telecom_stages(folder: Path) -> tuple[list[str], list[str]]:
    """Texts and the stage each survey was sent after."""
    rows = _telecom(folder)
    return rows["text"].to_list(), rows["SURVEY_SUB_TYPE"].to_list()


def banking_intents(folder: Path) -> tuple[list[str], list[str]]:
    """Questions to a bank and which of 77 intents each has."""
    rows = pl.read_csv(folder / "support/banking_intents.csv")
    return rows["text"].to_list(), rows["category"].to_list()


def _telecom(folder: Path) -> pl.DataFrame:
    table = pl.read_csv(folder / "surveys/telecom_nps.csv", infer_schema_length=0, encoding="utf8-lossy")
    return table.drop_nulls(["text", "SURVEY_SUB_TYPE"]).filter(pl.col("text").str.strip_chars() != "")
