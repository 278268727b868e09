"""Statements that were not run to their end, in words: what happened, and that it cost nothing else."""

from __future__ import annotations

from autograder.content import Exercise
from autograder.feedback.facts import clean
from autograder.languages import Words
from autograder.runs import End, LeftOut

__all__ = ["left_out_in_words"]


def left_out_in_words(left_out: LeftOut, exercise: Exercise, say: Words) -> str:
    """Return a sentence on *left_out*, a statement outside of all functions."""
    return f"{_where(left_out, say)} {_what(left_out, exercise, say)}"


def _where(left_out: LeftOut, say: Words) -> str:
    if not left_out.line:
        return say("A line outside of your functions:")
    code = clean(left_out.code, 100)
    return say("Line {n} (`{code}`):", n=left_out.line, code=code.replace("`", "'"))


def _what(left_out: LeftOut, exercise: Exercise, say: Words) -> str:
    match left_out.error, left_out.end:
        case "EOFError", _:
            return say(
                "it waits for somebody to type, and nobody does here. It was left out; everything "
                "else in your file was run."
            )
        case "", End.TIMEOUT:
            return say(
                "it was still running when its time of {seconds} s was over. It was left out; "
                "everything else in your file was run.",
                seconds=f"{exercise.sheet.time_limit:g}",
            )
        case "", _:
            return say(
                "it ended the whole program in the middle. It was left out; everything else in your "
                "file was run."
            )
    return say("it ends the program. It was left out; everything else in your file was run.")
