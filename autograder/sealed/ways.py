"""Ways to write an exercise: which right programs are worth a look, beside one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.submissions.bare import bare, form_of, vocabulary

__all__ = ["Way", "three_ways"]

_MOST = 3


@dataclass(frozen=True, slots=True)
class Way:
    """
    A right program, compared with somebody's own.

    Attributes:
        program: Its text, without docstrings.
        has: What it is written with, and one's own program is not, in the order of its use.
        lacks: The same the other way round.
    """

    program: str
    has: Sequence[str]
    lacks: Sequence[str]


def three_ways(own: str, programs: Mapping[str, str]) -> list[Way]:
    """
    Return three of *programs*, or fewer if there are fewer that differ from *own*.

    The first of *programs* comes first, unless it is written with the same means as *own*. Then
    comes, each time, what differs most from one's own program and from those chosen before, and is
    no longer than it need be.

    Args:
        own: The learner's program; it may be no program at all.
    """
    own_form, own_words = form_of(own), vocabulary(own)
    words = {text: vocabulary(text) for text in programs.values() if form_of(text) != own_form}
    usual = min((len(bare(text)) for text in words), default=0)

    def worth(text: str) -> float:
        met = [own_words, *(words[one] for one in chosen)]
        return _novelty(words[text], met) * usual / len(bare(text))

    chosen = [text for text in [*words][:1] if _novelty(words[text], [own_words]) > 0]
    while len(chosen) < min(_MOST, len(words)):
        chosen.append(max((text for text in words if text not in chosen), key=worth))
    return [
        Way(bare(text), _beyond(words[text], own_words), _beyond(own_words, words[text]))
        for text in chosen
    ]


def _novelty(words: Sequence[str], met: Sequence[Sequence[str]]) -> float:
    """How far *words* are from the nearest of those *met*: 0 to 1, by Jaccard's distance."""
    mine = frozenset(words)
    shares = (len(mine & {*other}) / max(1, len(mine | {*other})) for other in met)
    return 1 - max(shares)


def _beyond(words: Sequence[str], others: Sequence[str]) -> list[str]:
    return [word for word in words if word not in others]
