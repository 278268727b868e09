"""The common part of kinds with options to choose from: single, multiple, error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from autograder.content import Language, Text
from autograder.languages import mark
from autograder.observations import Fact
from autograder.quizzes.drafts import CollisionError, Draft, ItemError, named
from autograder.quizzes.flattened import letters_of, named_in
from autograder.quizzes.kind import AnswerError, Kind
from autograder.quizzes.questions import Meaning, Option, Question, Solved
from autograder.quizzes.stamps import read_letters
from autograder.quizzes.values import alike, in_words

__all__ = [
    "ChoiceKind",
    "choice_of",
    "choices_of",
    "computed",
    "given_back",
    "letter_of",
    "right_options",
    "written",
]


class ChoiceKind(Kind):
    """Options to choose from. Canonical form: an option's id."""

    def readings(self, text: str, question: Question) -> tuple[str, ...]:
        return (choice_of(text, question.options),)

    def given_back(self, text: str, question: Question, *, sure: bool) -> str:
        return given_back(text, question.options, sure=sure)

    def complaints(self, solved: Solved) -> Iterator[str]:
        for option in solved.question.options:
            meaning = solved.answers[option.id]
            if not meaning.right and meaning.feedback is None and meaning.misconception is None:
                yield (
                    f"the wrong option {option.text.first!r} says nothing to who chooses it; "
                    "give it a misconception or feedback"
                )

    def written(self, solved: Solved, answer: str) -> Text:
        texts = {option.id: option.text for option in solved.question.options}
        return texts.get(answer, alike(answer))

    def right_answer(self, solved: Solved, language: Language) -> str:
        texts = {option.id: option.markdown(language) for option in solved.question.options}
        return "; ".join(texts[name] for name in solved.right)


# Answered


def letter_of(index: int) -> str:
    """``a`` for the first option, ``b`` for the second."""
    return chr(ord("a") + index)


def choice_of(text: str, options: Sequence[Option]) -> str:
    """
    Return the id of the option that *text* names: by letter, text (in any language) or id.

    Raises:
        AnswerError: If it names none; the message lists the letters.
    """
    wanted = _bare(text)
    for index, option in enumerate(options):
        if wanted.rstrip(").") == letter_of(index):
            return option.id
    for option in options:
        texts = map(_bare, option.text.root.values())
        if wanted in (*texts, option.id.casefold()):
            return option.id
    letters = ", ".join(letter_of(index) for index in range(len(options)))
    raise AnswerError(
        mark("{text} is none of the options; choose from {letters}"),
        text=text[:40],
        letters=letters,
    )


def choices_of(text: str, options: Sequence[Option], splits: Sequence[str]) -> list[str]:
    """
    Return the ids of the options that *text* names, in its order.

    They are named by letters (``ac``), or by texts between separators: of the regular
    expressions *splits*, the first is used that splits *text* into options.

    Raises:
        AnswerError: If none does.
    """
    letters = re.sub(r"[\s,;]+", "", text).casefold()
    by_letter = {letter_of(index): option.id for index, option in enumerate(options)}
    if letters and set(letters) <= by_letter.keys():
        return [by_letter[letter] for letter in letters]
    refused: AnswerError | None = None
    for split in splits:
        try:
            return [choice_of(part, options) for part in re.split(split, text) if part]
        except AnswerError as error:
            refused = error
    assert refused is not None
    raise refused


def given_back(text: str, options: Sequence[Option], *, sure: bool) -> str:
    """
    Return the letters of the options that a platform's *text* names, or *text* if it names none.

    Args:
        sure: Whether letters are believed even if the texts behind them can't be recognised.

    Raises:
        AnswerError: If its letters are those of other options than its texts.
    """
    letters = letters_of(text, len(options))
    if letters is not None and len(read_letters(text) or "") > 1:
        return _whole_order(text, letters, options, sure=sure)
    named = named_in(text, options)
    if named is not None:
        return "".join(map(letter_of, named))
    if letters is not None and named_in(text, options, lettered=False) is not None:
        raise _other_letter(text)
    return (letters if sure else None) or text


def _whole_order(text: str, letters: str, options: Sequence[Option], *, sure: bool) -> str:
    """The letters of ``CAB: `` before the lines of an order, which may be cut."""
    named = named_in(text.partition(":")[2], options)
    if named is None or len(named) < len(letters):
        return letters if sure else text
    if "".join(map(letter_of, named)) != letters:
        raise _other_letter(text)
    return letters


def _other_letter(text: str) -> AnswerError:
    return AnswerError(mark("{text} has the letter of another option"), text=text[:40])


def _bare(text: str) -> str:
    """*text* without blanks, quotes and case, as options are compared."""
    return re.sub(r"[\s`'\"]+", "", text).casefold()


# Solved: options that are computed


def computed(draft: Draft, key: Fact, word: Callable[[Fact], Text]) -> Solved:
    """
    Solve a choice whose options are what the code and its mistaken forms give.

    Args:
        key: What the code gives.
        word: Puts a result into the words of an option.

    Raises:
        CollisionError: If a distractor gives the words of another option.
        ItemError: If there is no distractor.
    """
    found: list[tuple[Text, Meaning]] = [(word(key), draft.meaning(True))]
    for distractor in draft.solution.distractors:
        ask = distractor.ask or draft.item.ask
        text = word(draft.gives(draft.mistaken(distractor), ask))
        if text in [other for other, _ in found]:
            raise CollisionError(
                f"the distractor {named(distractor)} gives {text.first}, "
                f"which is another option already (with {dict(draft.parameters)})"
            )
        found.append((text, draft.meaning(False, distractor)))
    if len(found) < 2:
        raise ItemError("has no distractor; a choice of one is none")
    # Ids follow the alphabetical order of texts: they reveal nothing, and they stay the same
    # when distractors are reordered.
    found.sort(key=lambda pair: pair[0].first)
    by_id = {f"o{number}": pair for number, pair in enumerate(found, start=1)}
    options = [Option(name, text, code=text.is_wordless) for name, (text, _) in by_id.items()]
    answers = {name: meaning for name, (_, meaning) in by_id.items()}
    return draft.solved(draft.question(draft.in_order(options)), answers)


# Solved: options that are written


def right_options(draft: Draft) -> tuple[set[str], bool]:
    """
    Return the ids of the written options that are right, and whether torch found them.

    Raises:
        ItemError: If some options have an expression and some have none, if the key is typed where
            torch finds it, if an expression is neither true nor false, or if ``solutions/`` names
            an option that does not exist.
    """
    tried = [sheet.holds is not None for sheet in draft.item.options.values()]
    if any(tried) and not all(tried):
        raise ItemError("give every option an expression (holds), or none")
    if any(tried) and draft.solution.key:
        raise ItemError("torch tells its key; remove the one typed in solutions/")
    right = _holding(draft) if any(tried) else set(draft.solution.key)
    unknown = sorted({*draft.solution.key, *draft.solution.options} - draft.item.options.keys())
    if unknown:
        raise ItemError(f"solutions/ names the option {unknown[0]!r}, which the item lacks")
    return right, any(tried)


def _holding(draft: Draft) -> set[str]:
    options = draft.item.options
    ran = draft.run(draft.code, [sheet.holds or "" for sheet in options.values()])
    for name, value in zip(options, ran.values, strict=True):
        if not isinstance(value, bool):
            raise ItemError(f"options.{name}.holds is {in_words(value, 2)}, neither true nor false")
    return {name for name, value in zip(options, ran.values, strict=True) if value}


def written(draft: Draft, right: set[str]) -> Solved:
    """
    Solve a choice among written options, of which *right* are right.

    Raises:
        CollisionError: If two options say the same.
    """
    item, solution = draft.item, draft.solution
    options = [
        Option(
            name,
            draft.text(sheet.text) if sheet.text else alike(draft.fill(sheet.code or "")),
            code=sheet.code is not None,
        )
        for name, sheet in item.options.items()
    ]
    texts = [option.text for option in options]
    for language in draft.languages:
        if len({text[language] for text in texts}) < len(texts):
            raise CollisionError(f"two options say the same (with {dict(draft.parameters)})")
    answers: Mapping[str, Meaning] = {
        name: draft.meaning(name in right, solution.options.get(name)) for name in item.options
    }
    return draft.solved(draft.question(draft.in_order(options)), answers)
