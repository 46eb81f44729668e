"""`journey understand`: reads a journey's texts anew and says what their scores stand on."""

from __future__ import annotations

from typing import Annotated

import typer

from journey.cli.here import Format, JourneyName, here
from journey.cli.show import FormatName, tell, warn


def understand(
    journey: JourneyName,
    anew: Annotated[bool, typer.Option("--anew", help="Read every text again, even where nothing is new.")] = False,
    format: Format = FormatName.TABLE,
) -> None:
    """Tell language and feeling of every text, and say by language what the scores stand on."""
    from journey.routine.listening.understanding import in_sentences
    from journey.routine.listening.understanding import understand as read
    from journey.store.readers.understanding import understood

    at = here()
    row = at.journey(journey)
    if read(at.engine, journey=row.key, anew=anew) is None:
        warn("Somebody else is reading these texts at the moment; what follows is from the time before.")
    known = understood(at.engine, row.key)
    basis = known.basis if known else {}
    empty = f"No customer's words have come in. Bring them in with: journey import surveys FILE --journey {row.slug}"
    tell({"journey": row.slug, "languages": basis}, format, *(in_sentences(basis) or [empty]))
