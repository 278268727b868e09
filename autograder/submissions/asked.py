"""What was asked and answered, as a file says it; nothing is judged here. All texts are hostile."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MAX_ANSWERS", "MAX_IDS", "MAX_ITEM", "MAX_TEXT", "Asked", "Response", "Responses"]

#: Most answers of one student, longest text that is kept of a cell, and longest id of an item.
MAX_ANSWERS = 1_000
MAX_TEXT = 4_000
MAX_ITEM = 64
#: Most further ids of one student.
MAX_IDS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """
    How a platform identifies a question.

    Attributes:
        item: The item's id, if the file has it.
        text: The question's text, as the platform flattened it.
        place: The question's place in the quiz, from 0.
        right: The right answer, if the platform tells it.
    """

    item: str = ""
    text: str = ""
    place: int = -1
    right: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to a question, as text."""

    asked: Asked
    answer: str

    @property
    def from_platform(self) -> bool:
        """Whether a platform flattened it, so that options come back as texts."""
        return not self.asked.item


@dataclass(frozen=True, slots=True)
class Responses:
    """
    One student's answers in one attempt.

    Attributes:
        student, name: As the platform has them.
        ids: The student's other ids and addresses.
        attempt: The attempt's number in the order of time, from 1; 0 if there is only one.
        places: How many questions the quiz has, if they are told apart by their places.
        source: The file that it was read from; attempts in one file exclude each other.
    """

    student: str
    name: str
    answers: tuple[Response, ...]
    ids: tuple[str, ...] = ()
    attempt: int = 0
    places: int = 0
    source: str = ""
