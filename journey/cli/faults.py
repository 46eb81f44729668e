"""What a fault of ours is called before people: a sentence, with the trace in a file."""

from __future__ import annotations

import logging


def in_words(error: Exception) -> str:
    """A fault of ours as a sentence: the trace goes to a file."""
    from journey.config import settings

    if type(error).__module__.startswith(("sqlalchemy", "psycopg")):
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return f"The database did not answer as it should: {reason}. Nothing was kept. Check JOURNEY_DATABASE_URL and try again."
    log = settings().home / "journey.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(log, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        record = logging.makeLogRecord({"msg": "A command failed", "exc_info": (type(error), error, error.__traceback__)})
        handler.emit(record)
        handler.close()
    except OSError:
        return "Something went wrong on our side. Nothing was kept."
    return f"Something went wrong on our side. Nothing was kept. The details are in {log}."
