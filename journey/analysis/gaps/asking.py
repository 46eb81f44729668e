"""Tells which sentences ask something, and whether what came after was an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from journey.analysis.text.stopwords import stopwords
from journey.analysis.text.vectors import stem, words

LONGEST = 300
"""Letters of a question; what is longer is a story that ends in one."""
_WORDS = 3
"""Words below which a question is a courtesy or part of another; scripts that do not part words have letters counted."""
_SENTENCE = re.compile(r"(?<=[.!?？؟。])\s+|\n+")
_MARK = re.compile(r"[?？؟]\s*[\"'”’)]*$")
_FILLER = re.compile(
    r"^(?:hi|hello|hey|ok|okay|so|and|but|well|hallo|also|und|aber|olá|oi|bonjour|salut|hola|ciao)\b[\s,.:;!-]*", re.I
)
_OPENINGS = {
    "en": """how do i|how can i|how do we|how can we|how long|how much|how to|where do i|where can i|where is|where are
        |what is the|what do i|what happens|when will|when do|why can't i|why can i not|why do i|can i|can we|could i
        |is it possible|is there a way|do i have to|do i need|am i able|who can""",
    "de": """wie kann ich|wie mache ich|wie geht|wie lange|wie viel|wie bekomme|wo finde|wo kann|wo ist|was muss|was passiert
        |wann wird|wann kommt|warum kann ich|warum geht|kann ich|können wir|könnte ich|ist es möglich|gibt es|muss ich|darf ich
        |wer kann""",
    "fr": """comment faire|comment puis|comment je|où trouver|où puis|où est|est-ce que|est-il possible|puis-je|peut-on|combien
        |pourquoi je|dois-je|qui peut""",
    "es": """cómo puedo|cómo hago|como puedo|como hago|dónde puedo|dónde está|donde puedo|donde está|es posible|cuánto|cuándo
        |por qué no puedo|quién puede""",
    "pt": """como faço|como posso|como é que|onde encontro|onde posso|onde fica|onde está|é possível|quanto tempo|quanto custa
        |quando vai|por que não|quem pode""",
    "it": """come posso|come faccio|dove trovo|dove posso|dov'è|è possibile|quanto costa|quanto tempo|perché non posso|chi può""",
    "nl": """hoe kan ik|hoe doe|hoe lang|hoeveel|waar vind|waar kan|waar is|kan ik|kunnen we|is het mogelijk|moet ik|mag ik
        |waarom kan|wie kan""",
}
"""How questions begin that are written without a mark; long enough not to begin a complaint ("How annoying")."""
_PASSED_ON = re.compile(
    "|".join((
        r"\b(?:i|we) (?:do not|don't|really don't) know\b|\bnot sure\b|\bno idea\b|\bget back to you\b|\bescalat|\bspecialist",
        r"\b(?:i|we)(?:'ll| will)? (?:have to |need to )?(?:check|ask|find out)\b|\bpass (?:this|it|that) on\b",
        r"\bforward (?:this|it|your)\b|\banother department\b|\bmy colleague",
        r"\bwei(?:ß|ss) (?:ich|es) (?:leider )?nicht\b|\bkeine ahnung\b|\bkläre ich\b|\bleite (?:ich )?(?:das|es|sie) weiter\b",
        r"\bmelden? (?:mich|uns)\b|\bfrage? (?:ich )?(?:nach|meine)\b|\bkolleg|\bfachabteilung",
        r"\bje ne sais pas\b|\bje vais (?:vérifier|demander)\b|\btransmet|\bcollègue",
        r"\bno (?:lo )?sé\b|\bvoy a (?:consultar|preguntar)\b|\bderivar\b|\bcompañer",
        r"\bnão sei\b|\bvou (?:verificar|perguntar|encaminhar)\b|\bencaminh|\bcolegas?\b",
        r"\bnon (?:lo )?so\b|\bdevo (?:verificare|chiedere)\b|\bcolleg(?:a|he|hi)\b",
        r"\bweet (?:ik )?(?:het )?niet\b|\bga ik navragen\b|\bdoorsturen\b",
    )),
    re.IGNORECASE,
)  # fmt: skip
"""How we say that we do not know, or that somebody else has to, in the languages that questions are told in."""


class Reply(StrEnum):
    """What a question got."""

    ANSWERED = "answered"
    PASSED_ON = "passed on"
    """Somebody said that they do not know, or gave it to somebody else."""
    UNANSWERED = "unanswered"
    NOBODY_THERE = "nobody there"
    """It stands in a survey or a ticket: what was answered is not known."""


def questions(text: str, language: str = "") -> list[str]:
    """The sentences of a text that ask something; courtesies such as "Can you help me?" say too little to be one.

    A sentence asks if it ends with a question mark, or begins as questions do in its language.
    """
    found = []
    for sentence in _SENTENCE.split(text):
        said = _FILLER.sub("", sentence.strip()).strip()
        if said and len(said) <= LONGEST and _long_enough(said) and _asks(said, language) and terms(said, language):
            found.append(said)
    return found


def terms(question: str, language: str) -> frozenset[str]:
    """What a question is about: the stems of its words that mean something, in whatever order."""
    left_out = stopwords(language or "en") | _COURTESY
    return frozenset(stem(w, language or "en") for w in words(question) if w not in left_out and len(w) > 1 and not w.isdigit())


def reply(after: Iterable[tuple[bool, str]]) -> Reply:
    """What a question in a conversation got, from the turns after it: whether the customer spoke, and the words.

    What we say until the customer has spoken twice more is the reply; an acknowledgement alone still is one.
    """
    ours, theirs = [], 0
    for customer, text in after:
        theirs += customer
        if theirs > 1:
            break
        if not customer:
            ours.append(text)
    if not ours:
        return Reply.UNANSWERED
    return Reply.PASSED_ON if any(_PASSED_ON.search(text.replace("’", "'")) for text in ours) else Reply.ANSWERED


_COURTESY = frozenset({
    "okay", "ok", "fine", "right", "correct", "sense", "sure", "anybody", "somebody",
    "help", "hello", "hi", "question", "ask", "hilfe", "helfen", "frage", "guten", "tag",
    "aide", "aider", "ayuda", "ayudar",
    "ajuda", "ajudar", "aiuto", "hulp", "helpen",
})  # fmt: skip


def _long_enough(sentence: str) -> bool:
    return len(words(sentence)) >= _WORDS or (" " not in sentence and not sentence.isascii() and len(sentence) > 2 * _WORDS)


def _asks(sentence: str, language: str) -> bool:
    if _MARK.search(sentence):
        return True
    opening = _opening(language)
    return opening is not None and opening.match(sentence.lower().replace("’", "'")) is not None


@cache
def _opening(language: str) -> re.Pattern[str] | None:
    if language not in _OPENINGS:
        return None
    return re.compile(rf"[¿\s]*(?:{'|'.join(re.escape(' '.join(one.split())) for one in _OPENINGS[language].split('|'))})\b")
