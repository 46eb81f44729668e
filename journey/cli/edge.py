"""The edge of the command line: whatever goes wrong leaves as a sentence, never as a traceback."""

from __future__ import annotations

import os
import sys

from journey.cli.faults import in_words
from journey.errors import JourneyError

BROKEN = 2


def guarded(arguments: list[str]) -> int:
    """Run the command line; returns its exit code: 0 done, 2 refused or wrongly asked, 130 interrupted."""
    try:
        return _run(arguments)
    except JourneyError as refusal:
        return _say(str(refusal))
    except KeyboardInterrupt:
        _say("Stopped. What was not finished was not kept.")
        return 130
    except BrokenPipeError:
        # the reader (`| head`) has gone: nothing is wrong, but Python would complain while flushing at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        return _say(
            f"The file system did not let that happen:{place} {(error.strerror or str(error)).lower()}. Nothing was kept."
        )
    except Exception as error:
        return _say(in_words(error))


def _run(arguments: list[str]) -> int:
    import typer

    from journey.cli.app import app

    command = typer.main.get_command(app)
    try:
        returned = command.main(args=arguments, prog_name="journey", standalone_mode=False)
    except Exception as error:
        shown = getattr(error, "show", None)
        if shown is None:
            if type(error).__name__ in {"Abort"}:
                raise KeyboardInterrupt from None
            raise
        shown()
        return BROKEN
    return returned if isinstance(returned, int) else 0


def _say(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return BROKEN
