"""What is taken out of the collector's sight comes back into it before the next time, so that a server does not fill up."""

from __future__ import annotations

import subprocess
import sys

SERVER = """
import gc, weakref
from journey.ui.runtime import settle, settle_anew

class Session:
    def __init__(self):
        self.own = self  # in a circle, as Streamlit's sessions are

session = Session()
gone = weakref.ref(session)
settle_anew()
settle()
del session
gc.collect()
print("out of the collector's sight" if gone() else "collected at once")
settle_anew()
settle()
print("still there" if gone() else "collected")
"""


def test_what_was_in_use_when_it_settled_is_collected_once_it_is_garbage() -> None:
    # in a process of its own: this one holds millions of objects by now, and the collector would look at all of them
    told = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == ["out of the collector's sight", "collected"]
