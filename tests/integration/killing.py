"""Runs `journey ...` in processes that are killed on the way: modules are loaded once, each run is a fork of that.

What a run had to load by itself is loaded here too before the next: without that, seconds of every run went into loading
scipy and pandas anew, and most kills by the clock fell there instead of into the work.

Asked by a JSON line {"arguments": [...], "line": n or null, "delay": seconds or null} on stdin, it answers with a JSON line
{"signal": n, "code": n, "lines": n, "seconds": s}. It never computes anything itself: Polars' threads do not survive a fork.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from journey.cli.edge import guarded

OURS = ("journey/routine", "journey/store")


class Counter:
    """A trace function that counts lines of ours, and kills the process at one of them."""

    def __init__(self, last: int | None) -> None:
        self.lines, self.last = 0, last

    def __call__(self, frame: Any, event: str, _argument: object) -> Any:
        if not any(folder in frame.f_code.co_filename for folder in OURS):
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self.last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def run(arguments: list[str], line: int | None, delay: float | None) -> dict[str, Any]:
    """One run in a process of its own."""
    began, (hears, says) = time.monotonic(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hears)
        _work(arguments, line, says, counted=delay is None)
    os.close(says)
    if delay is not None and not select.select([hears], [], [], delay)[0]:
        os.kill(child, signal.SIGKILL)
    with open(hears) as report:
        told = report.read()
    status = os.waitpid(child, 0)[1]
    lines, loaded = json.loads(told) if told.endswith("]]") else (0, [])
    _load(loaded)
    killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
    return {"signal": killed, "code": code, "lines": lines, "seconds": time.monotonic() - began}


def _work(arguments: list[str], line: int | None, says: int, *, counted: bool) -> NoReturn:
    """What the child does: the command, then a report of the lines of ours that ran (if counted) and of what it had to load."""
    there, counter = set(sys.modules), Counter(line)
    sys.settrace(counter if counted else None)
    code = guarded(arguments)
    sys.settrace(None)
    with open(says, "w") as report:
        report.write(json.dumps([counter.lines, sorted(set(sys.modules) - there)]))
    os._exit(code)


def _load(modules: list[str]) -> None:
    for module in modules:
        with suppress(Exception):  # some are made up by others while they load
            import_module(module)


def main() -> None:
    """Load what an import and a check need, then do as asked until stdin ends."""
    from sqlalchemy.orm import configure_mappers

    import journey.analysis.metrics
    import journey.analysis.redact
    import journey.cli.app
    import journey.cli.imports
    import journey.routine.data.imports
    import journey.routine.notify.messenger
    import journey.routine.notify.rounds
    import journey.routine.start
    import journey.sources
    from journey.analysis.text.language import languages_of

    journey.routine.notify.messenger.apprise()
    languages_of(["What a model has to be unpacked for."])
    configure_mappers()
    answers, sys.stdout = sys.stdout, open(os.devnull, "w")  # noqa: SIM115
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for asked in sys.stdin:
        answers.write(json.dumps(run(**json.loads(asked))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
