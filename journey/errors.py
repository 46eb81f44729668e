"""What can go wrong in a way a user can mend: each error writes its own plain-language message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class JourneyError(Exception):
    """A refusal that a user can read: what happened, what was kept, what to do.

    The screen and the command line translate it once, at their edge; nobody else catches it to talk about it.
    """


class NotAllowed(JourneyError):
    """The person may not do this to that."""

    def __init__(self, who: str, what: str) -> None:
        super().__init__(f"{who} may not {what}. Nothing was changed. Ask the journey's owner to do it or to give you the role.")


class NotFound(JourneyError):
    """Something that was named does not exist, or is in the bin."""


class Refused(JourneyError):
    """An act that cannot be done as asked; the message says why and what to do instead."""


class StaleEdit(JourneyError):
    """Somebody else saved first: carries both versions, so that the person can choose.

    `mine` and `theirs` map field names to values; only fields that the refused edit wanted to change are named.
    """

    def __init__(self, what: str, *, mine: Mapping[str, Any], theirs: Mapping[str, Any], revision: int, by: str) -> None:
        self.mine, self.theirs, self.revision, self.by = dict(mine), dict(theirs), revision, by
        super().__init__(
            f"{what} was changed by {by} while you were editing. Yours was not saved and is kept on the screen: "
            "compare the two and choose which stands."
        )


class NeedsAnswer(JourneyError):
    """A file leaves a question open that nobody may guess: names the question, its choices and how to answer."""

    def __init__(self, question: str, *, option: str, choices: tuple[str, ...], because: str) -> None:
        self.question, self.option, self.choices, self.because = question, option, choices, because
        super().__init__(f"{question} {because} Answer with {option} and one of: {', '.join(choices)}. Nothing was imported.")


class UnreadableFile(JourneyError):
    """A whole file that cannot be read: empty, not what its name says, cut off, too large once unpacked."""
