"""What is learned beside the pages, in threads that no reader waits for: feelings, and where texts belong."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from journey.config import settings
from journey.routine.listening.placing import learn_where
from journey.routine.listening.understanding import is_due, understand
from journey.store.engine import Engine
from journey.store.readers.placed import stands_on
from journey.ui.frame import Screen
from journey.ui.runtime import engine, settle_anew

if TYPE_CHECKING:
    from journey.analysis.text.stage_suggestion import Suggester

log = logging.getLogger("journey")
REST = 20.0
"""Seconds between two lessons on the same journey, however much people do in them."""
LOOKED = 3.0
"""Seconds for which it is not looked again whether there is anything new to learn."""
PATIENCE = 0.4
"""Seconds that a page waits for the first lesson before it is drawn without."""


@dataclass
class Pupil:
    """What one process has learned of a journey, and the thread that learns."""

    suggester: Suggester | None = None
    stands_on: tuple[int, ...] = ()
    begun: float = -REST
    looked: float = -LOOKED
    thread: threading.Thread | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def busy(self) -> bool:
        """Whether a lesson is under way."""
        return self.thread is not None and self.thread.is_alive()

    def may_look(self) -> bool:
        """Whether it is time to look for something new; it is then taken to have been looked for."""
        at = time.monotonic()
        if self.busy() or at - self.begun < REST or at - self.looked < LOOKED:
            return False
        self.looked = at
        return True

    def begin(self, lesson: Callable[[], None]) -> bool:
        """Take a lesson in a thread, unless one is under way or has just been; whatever goes wrong in it is logged."""
        with self.lock:
            if self.busy() or time.monotonic() - self.begun < REST:
                return False
            self.begun = time.monotonic()
            self.thread = beside(lesson)
            return True


def beside(lesson: Callable[[], None]) -> threading.Thread:
    """Start it in a thread that ends with the process."""
    thread = threading.Thread(target=_quietly, args=(lesson,), daemon=True, name="journey-learning")
    thread.start()
    return thread


def _quietly(lesson: Callable[[], None]) -> None:
    try:
        lesson()
    except Exception:
        log.exception("Nothing was learned")
    finally:
        settle_anew()


@st.cache_resource(show_spinner=False, max_entries=64)
def _pupil(url: str, journey: int, what: str) -> Pupil:
    return Pupil()


def keep_up(here: Screen) -> None:
    """Understand in the background what came in or was corrected; what is stored is shown until then."""
    at = engine()
    pupil = _pupil(settings().url, here.id, "feelings")
    if pupil.may_look() and is_due(at, here.id):
        pupil.begin(lambda: _understand(at, here.id))


def _understand(at: Engine, journey: int) -> None:
    understand(at, journey=journey)


def suggester(here: Screen) -> Suggester | None:
    """What suggests stages now, learned from what there was a moment ago; None before the first lesson is over.

    The first lesson is of descriptions only; the examples follow at once in the same thread.
    """
    at = engine()
    pupil = _pupil(settings().url, here.id, "places")
    if pupil.may_look() and pupil.stands_on != (now := stands_on(at, here.id)):
        pupil.begin(lambda: _learn(pupil, at, here.id, now))
        if pupil.suggester is None and pupil.thread is not None:
            pupil.thread.join(PATIENCE)
    return pupil.suggester


def still_learning(here: Screen) -> bool:
    """Whether there are no suggestions yet only because the first lesson is not over."""
    pupil = _pupil(settings().url, here.id, "places")
    return pupil.suggester is None and pupil.busy()


def _learn(pupil: Pupil, at: Engine, journey: int, now: tuple[int, ...]) -> None:
    if pupil.suggester is None:
        pupil.suggester = learn_where(at, journey, examples=False)
    pupil.suggester = learn_where(at, journey)
    pupil.stands_on = now
