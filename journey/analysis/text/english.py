"""What English words say of feeling before anybody scored a text: VADER, with the words of service that it lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SERVICE = {
    -2.2: """unhelpful incompetent incompetence overcharged misled unprofessional unreliable unacceptable disorganised
        disorganized shambles shambolic appalling atrocious diabolical dire abysmal""",
    -1.8: """rubbish incorrect incorrectly misleading faulty broken chasing chased ignored cancelled canceled overpriced
        unclear confusing complicated uncomfortable dirty unanswered unresolved lied nightmare""",
    -1.3: """delay delays delayed late slow slowly waiting waited wait queue queues queuing queueing unable couldn't cannot
        can't wouldn't didn't hasn't haven't expensive wrong missing crash crashes crashed error errors mistake mistakes
        issue issues nobody refused lack lacking lacks shortage noisy cramped cold complain complaint complaints wasted
        hours""",
    -0.7: "still never again twice weeks chase told supposed should nothing charged extra",
    1.6: "quick quickly fast prompt promptly simple straightforward hassle-free reliable clean comfortable reassured explained",
    2.0: "efficient efficiently seamless smooth smoothly polite courteous attentive professional knowledgeable faultless",
}
"""How customers of a service speak of it, on VADER's scale of -4 to +4; where VADER knows a word, its own value stays."""
_SIGNS = str.maketrans(
    dict.fromkeys("👍👏🙌❤🥰😍🙏🎉⭐💯", " great ")
    | dict.fromkeys("👎😡🤬😠😤🤮💩", " awful ")
    | dict.fromkeys("😞😢😭😩🙁☹", " sad ")
)
_COULD_BE_BETTER = re.compile(
    r"\b(?:could|can|should|might) (?:still )?(?:be|have been) (?:much |a bit |a little )?\w+er\b", re.IGNORECASE
)
"""A polite way to say that it is not good."""
_NOTHING_WRONG = re.compile(
    r"\b(?:no|without(?: any)?) (?:problems?|issues?|complaints?|delays?|faults?|trouble|hassle|fuss|worries)\b", re.IGNORECASE
)
_CUTS, _SLOPE = (-0.1, 0.3), 5.0
"""Where the compound turns from unhappy to neither and on to happy (customers are polite), and how sharply."""
_LEAST = 0.02


def features(texts: Sequence[str]) -> NDArray[np.float64]:
    """Texts by three columns: VADER's compound (Hutto and Gilbert 2014, ICWSM), positive less negative, compound sharpened."""
    compound, balance = np.array([_scored(text) for text in texts], dtype=np.float64).reshape(-1, 2).T
    return np.column_stack([compound, balance, np.tanh(2 * compound)])


@lru_cache(maxsize=16_384)
def _scored(text: str) -> tuple[float, float]:
    """Compound, and positive less negative; remembered, as a text is learned from and then told, and many are said again."""
    score = _analyser().polarity_scores(_plain(text))
    return score["compound"], score["pos"] - score["neg"]


def bands(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities of unhappy, neither and happy, from `features`."""
    compound = found[:, 0]
    low, high = (1 / (1 + np.exp(_SLOPE * (compound - _CUTS[0]))), 1 / (1 + np.exp(_SLOPE * (_CUTS[1] - compound))))
    shares = np.maximum(np.column_stack([low, 1 - low - high, high]), _LEAST)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def spoke(found: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether any word of the text is on the list, from `features`."""
    return np.asarray((found[:, :2] != 0).any(axis=1))


def _plain(text: str) -> str:
    return _NOTHING_WRONG.sub("good", _COULD_BE_BETTER.sub("disappointing", text.translate(_SIGNS)))


@cache
def _analyser() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    own = {word: value for value, words in _SERVICE.items() for word in words.split()}
    analyser.lexicon = own | analyser.lexicon
    return analyser
