"""Runs `journey ...` in processes that are killed on the way: modules are loaded once, each run is a fork of that.

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
from typing import Any

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
        counter = Counter(line)
        sys.settrace(counter)
        code = guarded(arguments)
        sys.settrace(None)
        os.write(says, str(counter.lines).encode())
        os._exit(code)
    os.close(says)
    if delay is not None and not select.select([hears], [], [], delay)[0]:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    lines = int(os.read(hears, 20) or 0)
    os.close(hears)
    killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
    return {"signal": killed, "code": code, "lines": lines, "seconds": time.monotonic() - began}


def main() -> None:
    """Load what an import and a check need, then do as asked until stdin ends."""
    import journey.analysis.metrics
    import journey.analysis.redact
    import journey.cli.app
    import journey.cli.imports
    import journey.routine.data.imports
    import journey.routine.notify.messenger
    import journey.routine.notify.rounds
    import journey.routine.start
    import journey.sources

    journey.routine.notify.messenger.apprise()
    answers, sys.stdout = sys.stdout, open(os.devnull, "w")  # noqa: SIM115
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for asked in sys.stdin:
        answers.write(json.dumps(run(**json.loads(asked))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
