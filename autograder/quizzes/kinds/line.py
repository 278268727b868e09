"""``line``: the faulty line of a program, by its number."""

from __future__ import annotations

import re

from autograder.content import Language, Text
from autograder.content.items import ItemKind
from autograder.languages import mark
from autograder.quizzes.drafts import Draft, ItemError
from autograder.quizzes.flattened import bare
from autograder.quizzes.kind import AnswerError, Control, Kind
from autograder.quizzes.questions import Question, Solved
from autograder.quizzes.values import alike, in_words

__all__ = ["KIND"]


_OFFERED = re.compile(r"(?:[A-Z]\s*:\s*)?(\d{1,3})\s*[:.)]\s*(\S.*)")


class Line(Kind):
    """The line whose correction makes ``ask`` true. Canonical form: its number, from 1."""

    name = ItemKind.LINE
    control = Control.TYPED
    how = mark("the number of the line")
    numbered = True

    def solve(self, draft: Draft) -> Solved:
        solution, code = draft.solution, draft.code
        if solution.mend is None:
            raise ItemError("solutions/ must say how its faulty line is mended (mend)")
        mended = draft.edited(code, solution.mend)
        before, after = draft.value(code, draft.ask), draft.value(mended, draft.ask)
        if before is True or after is not True:
            raise ItemError(
                f"ask must be false before the mend and true after it; it is "
                f"{in_words(before, 2)} and {in_words(after, 2)}"
            )
        start = code.index(draft.fill(solution.mend.old).strip("\n"))
        faulty = code[:start].count("\n") + 1
        count = len(code.rstrip("\n").splitlines())
        answers = {
            str(number): draft.meaning(number == faulty, solution.options.get(f"L{number}"))
            for number in range(1, count + 1)
        }
        return draft.solved(draft.question(), answers)

    def readings(self, text: str, question: Question) -> tuple[str, ...]:
        count = len(question.lines)
        found = re.fullmatch(r"\D*(\d{1,3})\D*", text)
        if not found or not 1 <= int(found.group(1)) <= count:
            raise AnswerError(mark("give the number of a line, 1 to {count}"), count=count)
        return (str(int(found.group(1))),)

    def given_back(self, text: str, question: Question, *, sure: bool) -> str:  # noqa: ARG002
        """Platforms offer the lines: ``5: w.grad.zero_()``, perhaps after a letter."""
        found = _OFFERED.fullmatch(" ".join(text.split()))
        number, line = (int(found[1]), bare(found[2])) if found else (0, bare(text))
        alike = [
            other
            for other, own in enumerate(map(bare, question.lines), start=1)
            if own and (own == line or (line.endswith("...") and own.startswith(line[:-3])))
        ]
        if number in alike:
            return str(number)
        if found:
            raise AnswerError(mark("{text} has the number of another line"), text=text[:40])
        return str(alike[0]) if len(alike) == 1 else text

    def written(self, solved: Solved, answer: str) -> Text:
        return alike(f"{answer}: {solved.question.lines[int(answer) - 1].strip()}")

    def right_answer(self, solved: Solved, language: Language) -> str:  # noqa: ARG002
        return solved.right[0]


KIND = Line()
