"""The clock of a workshop's step, which runs in the browser."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import streamlit as st

_CSS = """
.clock b { font-size: 1.6rem; font-weight: 600; font-variant-numeric: tabular-nums }
.clock b.soon { color: var(--watch) }
.clock b.over { color: var(--worse) }
.clock [role=status] { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
"""
_component = st.components.v2.component(
    "journey_clock",
    html='<div class="clock"><b></b><span role="status"></span></div>',
    css=_CSS,
    js=(Path(__file__).parent / "timer.js").read_text("utf-8"),
    isolate_styles=False,
)


def timer(began: datetime, minutes: int, held: datetime | None) -> None:
    """Count down `minutes` from `began`; at rest where the clock was `held`."""
    ends = began + timedelta(minutes=minutes)
    _component(data={"ends": ends.timestamp(), "held": (ends - held).total_seconds() if held else None}, key="clock")
