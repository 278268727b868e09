"""
When to ask again: spaced repetition by FSRS (the py-fsrs library), one card an item or exercise.

An item or exercise with a mistake gets a card; right answers lengthen its interval, wrong ones
shorten it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler

__all__ = ["due_at", "reviewed"]

#: Intervals are such that nine of ten answers are still known. No random days are added: the
#: same answers always give the same plan.
_SCHEDULER = Scheduler(
    desired_retention=0.9, learning_steps=(timedelta(minutes=10),), enable_fuzzing=False
)


def reviewed(card: dict[str, Any] | None, *, right: bool, now: datetime) -> dict[str, Any]:
    """
    Return the card after an answer, as plain data; a new one if *card* is None.

    Args:
        now: The time of the answer, in UTC.
    """
    before = _read(card) if card else Card(card_id=0, due=now)
    after, _ = _SCHEDULER.review_card(before, Rating.Good if right else Rating.Again, now)
    return dict(after.to_dict())


def due_at(card: dict[str, Any]) -> datetime:
    """Return when *card* is due, in UTC."""
    return _read(card).due


def _read(card: dict[str, Any]) -> Card:
    return Card.from_dict(card)  # type: ignore[arg-type]
