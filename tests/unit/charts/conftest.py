"""What a reader sees of a figure, and the check that Plotly knows every property the charts name."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import pytest


def _seen(figure: go.Figure) -> str:
    spec: dict[str, Any] = json.loads(figure.to_json(validate=False))
    go.Figure(spec)  # raises on a property or value that Plotly does not know
    assert "NaN" not in figure.to_json(validate=False)
    layout = spec["layout"]
    words = [note["text"] for note in layout.get("annotations", [])]
    for name in ("xaxis", "yaxis"):
        words += layout.get(name, {}).get("ticktext", [])
    for trace in spec["data"]:
        shown = trace.get("text") or []
        words += [shown] if isinstance(shown, str) else [str(s) for s in shown]
    return "\n".join(words)


@pytest.fixture
def seen() -> Callable[[go.Figure], str]:
    """Every word written on a figure, after checking it in full."""
    return _seen
