"""Who changed what, when and why; rows have no foreign keys because they outlive what they describe."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from journey.store.tables._base import Row, UtcTime, now


class AuditEvent(Row, table=True):
    """One act on one row: the values before and after, of the fields that changed."""

    __tablename__ = "audit_event"

    at: datetime = Field(default_factory=now, sa_type=UtcTime, index=True)
    person_id: int
    person: str = Field(max_length=120)
    act: str = Field(max_length=60)
    journey_id: int | None = Field(default=None, index=True)
    subject: str = Field(default="", max_length=40)
    subject_id: int | None = None
    why: str = ""
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    token: str = Field(default="", max_length=40, index=True)
    """The gesture that it belongs to: what was done in one go is undone in one go, and a gesture sent twice is done once."""
