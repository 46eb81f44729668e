"""Tells the agent of a call by what is said where nothing else does: whoever greets, asks and offers help in the firm's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from journey.sources.talks.talk import AGENT, CUSTOMER, OTHER, Turn

_HOST = re.compile(
    r"thank(?:s| you) for (?:calling|contacting|holding|your patience|reaching)|"
    r"(?:can|may) i (?:help|have your|get your|ask you)|"
    r"how (?:can|may) (?:i|we) (?:help|assist)|anything else (?:i|we) can|is there anything else|let me (?:check|look|pull)|"
    r"vielen dank für ihren anruf|(?:wie|womit|was) kann ich (?:ihnen|für sie|dir)|kann ich sonst noch|"
    r"darf ich (?:ihren|ihre|sie)|"
    r"merci (?:d'avoir appelé|de votre appel)|(?:comment|en quoi) puis-je vous|autre chose pour vous|puis-je avoir votre|"
    r"gracias por (?:llamar|su llamada)|en qué (?:le |te |lo |la )?puedo ayudar|puedo ayudarle en algo|me (?:da|dice|indica) su|"
    r"obrigad[oa] por (?:ligar|ter ligado|contactar)|(?:em que|como) posso (?:ajud|ser útil)|posso ajudar em mais|"
    r"me informa o seu|"
    r"grazie per aver chiamato|come posso aiutar|posso aiutarla|bedankt voor (?:het bellen|uw telefoontje)|waarmee kan ik u|"
    r"kan ik (?:u )?verder nog",
    re.IGNORECASE,
)


def with_hosts(turns: Sequence[Turn]) -> tuple[tuple[Turn, ...], bool]:
    """The turns with roles where no speaker had one and one of two plainly speaks for the firm; and whether that was so."""
    speakers = Counter(turn.speaker for turn in turns)
    if len(speakers) != 2 or "" in speakers or any(turn.role != OTHER for turn in turns):
        return tuple(turns), False
    cues = Counter(turn.speaker for turn in turns if _HOST.search(turn.text))
    ranked = cues.most_common()
    if not ranked or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return tuple(turns), False
    host = ranked[0][0]
    return tuple(replace(turn, role=AGENT if turn.speaker == host else CUSTOMER) for turn in turns), True
