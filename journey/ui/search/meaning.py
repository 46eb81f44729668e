"""Learns in the background what a journey's texts mean, once a process, so that no page waits for it."""

from __future__ import annotations

import logging
from threading import Lock, Thread

import streamlit as st

from journey.analysis.search.meaning import LEAST_TEXTS, Meaning
from journey.config import settings
from journey.store.engine import Engine
from journey.store.readers.search import Near, stems_since
from journey.ui.runtime import engine

AT_ONCE = 0.5
"""Seconds that a page waits for what may be there in a moment."""
_GROWN = 1.5
"""How much more texts than it was learned from make it worth learning anew."""
log = logging.getLogger("journey")


class Learner:
    """What one journey's texts mean, as far as it is known by now."""

    def __init__(self, engine: Engine, journey_id: int) -> None:
        self.engine, self.journey_id = engine, journey_id
        self.meaning: Meaning | None = None
        self.newest = 0
        self.lock = Lock()
        self.thread: Thread | None = None

    @property
    def is_learning(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def near(self) -> Near | None:
        """What finds the nearest texts, those written since among them; None while it is learned, or for too few texts."""
        with self.lock:
            if self.meaning is None:
                self._learn()
            elif new := stems_since(self.engine, self.journey_id, self.newest):
                ids, stems = zip(*new, strict=True)
                self.meaning.add(ids, stems)
                self.newest = ids[-1]
                if len(self.meaning.ids) > _GROWN * self.meaning.learned_from:
                    self._learn()
        if self.meaning is None and self.thread is not None:
            self.thread.join(AT_ONCE)
        return self.meaning.near if self.meaning is not None else None

    def _learn(self) -> None:
        if not self.is_learning:
            self.thread = Thread(target=self._learned, daemon=True, name=f"meaning of journey {self.journey_id}")
            self.thread.start()

    def _learned(self) -> None:
        try:
            texts = stems_since(self.engine, self.journey_id)
            if len(texts) < LEAST_TEXTS:
                return
            ids, stems = zip(*texts, strict=True)
            meaning = Meaning(ids, stems)
        except Exception:  # words are still found: a page that cannot say what is similar is no broken page
            log.exception("What texts mean could not be learned")
            return
        with self.lock:
            self.meaning, self.newest = meaning, ids[-1]


@st.cache_resource(show_spinner=False, max_entries=8)
def _learner(_url: str, journey_id: int) -> Learner:
    return Learner(engine(), journey_id)


def learner(journey_id: int) -> Learner:
    """The learner of a journey, one a process."""
    return _learner(settings().url, journey_id)


@st.fragment(run_every=2.0)
def wait_for_meaning(journey_id: int) -> None:
    """Say that texts similar in meaning will be here in a moment, and show them once they are."""
    if learner(journey_id).is_learning:
        st.caption("Learning what texts mean. Those that say the same in other words show here in a moment.")
    else:
        st.rerun()
