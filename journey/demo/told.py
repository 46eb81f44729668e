"""How the story's data files become values: checked to the letter, with days counted from this week's Monday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from journey.demo.world import read_toml
from journey.domain.weeks import Week


class Told(BaseModel):
    """A part of the story; a key that it does not know is a mistake in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _day(offset: Any, info: ValidationInfo) -> Any:
    return info.context.monday + timedelta(days=offset) if isinstance(offset, int) and info.context else offset


def _week(offset: Any, info: ValidationInfo) -> Any:
    return str(info.context.shift(offset)) if isinstance(offset, int) and info.context else offset


Day = Annotated[date, BeforeValidator(_day)]
"""A date, written as days from this week's Monday."""
WeekLabel = Annotated[str, BeforeValidator(_week)]
"""An ISO week such as 2026-W47, written as weeks from this one."""

T = TypeVar("T", bound=Told)


def told(kind: type[T], name: str, today: date) -> T:
    """The file `data/demo/<name>.toml` as a `kind`, its days and weeks resolved for `today`."""
    return kind.model_validate(read_toml(name), context=Week.of(today))
