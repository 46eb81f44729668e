"""What is taken out of the collector's sight comes back into it before the next time, so that a server does not fill up."""

from __future__ import annotations

import gc
import weakref

from journey.ui.runtime import settle, settle_anew


class Session:
    """Something in a circle, as Streamlit's sessions are."""

    def __init__(self) -> None:
        self.own = self


def test_what_was_in_use_when_it_settled_is_collected_once_it_is_garbage() -> None:
    session = Session()
    gone = weakref.ref(session)
    try:
        settle_anew()
        settle()
        del session
        gc.collect()
        assert gone() is not None, "out of the collector's sight"
        settle_anew()
        settle()
        assert gone() is None
    finally:
        gc.unfreeze()
