"""
The seam between the grader and the processes that read for it, from both sides.

What is handed in goes through a real reading process, mutated; and what such a process sends
goes through the decoder, mutated. ``GRADLINGS_FUZZ=20000`` tries that many new ones.
"""

from __future__ import annotations

import io
import json

import pytest
from hostile import HONEST, notebook, pax_header, tarred, zipped
from hypothesis import given
from hypothesis import strategies as st
from test_fuzz import fuzzed, json_values, mutated_bytes, text_of

from autograder.submissions import AttemptReading, File, Question, Reader
from autograder.submissions.attempt_readings import attempt_reading, last_looked_at
from autograder.submissions.owner_readings import owners_in
from autograder.submissions.readings import Malformed, names_in, responses_in
from autograder.submissions.tasks import MAX_UNREAD, do
from autograder.submissions.written import MAX_ANSWER

QUESTIONS = (Question("step_no_grad", "step_no_grad", ("stub",)), Question("zero_it", "zero_it"))
EXERCISES = [question.exercise for question in QUESTIONS]
WRITTEN = ["why"]
ANSWERS = json.dumps({"schema": 1, "answers": {"Q1": "12", "Q2": ["a", 3.5]}}).encode()
METADATA = (
    b"submission_1:\n  :submitters:\n  - :name: Anna\n    :sid: 'a1'\n"
    b"  :created_at: 2026-11-30 12:00:00.000000 +01:00\n"
)
TABLE = b"Name,Question 1,Response 1\nanna," + b"Q?" * 30 + b",o1\n"


def told(request, *files):
    """What an honest process says; the task itself, run here."""
    messages = []
    payload = io.BytesIO(json.dumps(request).encode())
    do(payload, messages.append, *map(io.BytesIO, files))
    return [*messages, {"end": True}]


def files_told(*named):
    return [{"name": name, "at": at, "inside": []} for at, name in enumerate(named)]


ATTEMPT = told(
    {
        "do": "attempt",
        "files": files_told(
            "step_no_grad.py", "hw.ipynb", "quiz-answers.json", "notes.zip", "why.md"
        ),
        "questions": [[q.exercise, q.function, list(q.stubs)] for q in QUESTIONS],
        "written": [["why", ["# Why?"]]],
        "gists": True,
        "skip": [],
    },
    HONEST,
    notebook("def zero_it(W):\n    return W\n"),
    ANSWERS,
    b"nothing",
    b"# Why?\nSince nobody made it.",
)
NAMES = told(
    {"do": "names", "inside": []}, zipped(**{"a/x.py": b"", "b/y.py": b"", "../z.py": b""})
)
OWNERS = told({"do": "owners", "inside": []}, METADATA)
RESPONSES = told({"do": "responses", "name": "r.csv", "inside": []}, TABLE)


def lines(messages):
    return b"".join(text_of(message) + b"\n" for message in messages)


@st.composite
def mutated(draw, honest):
    """Messages lost, doubled, out of order, or with other values in them."""
    messages = [dict(message) for message in honest]
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(messages) - 1))
        match draw(st.sampled_from(["lose", "double", "swap", "change", "insert"])):
            case "lose" if len(messages) > 1:
                del messages[index]
            case "double":
                messages.insert(index, messages[index])
            case "swap":
                messages[0], messages[index] = messages[index], messages[0]
            case "change" if isinstance(messages[index], dict) and messages[index]:
                changed = dict(messages[index])
                changed[draw(st.sampled_from([*changed, "extra"]))] = draw(json_values)
                messages[index] = changed
            case _:
                messages.insert(index, draw(json_values))
    return lines(messages)


def any_answer(honest):
    return st.binary(max_size=300) | mutated(honest) | mutated_bytes(lines(honest))


def test_honest_answers_are_no_false_alarm():
    reading = attempt_reading(lines(ATTEMPT), EXERCISES, WRITTEN)

    assert reading.written["why"].text == "Since nobody made it."
    assert set(reading.programs) == {"step_no_grad", "zero_it"}
    assert set(reading.gists) == {"step_no_grad", "zero_it"}
    assert [response.answer for response in reading.answers] == ["12", "a, 3.5"]
    assert [name for name, _ in reading.unread] == ["notes.zip"]
    assert names_in(lines(NAMES)).names == ("a/x.py", "b/y.py")
    assert owners_in(lines(OWNERS))["submission_1"][0].id == "a1"
    assert responses_in(lines(RESPONSES))[0].answers[0].answer == "o1"


@fuzzed
@given(data=any_answer(ATTEMPT))
def test_whatever_is_said_of_an_attempt_is_a_reading_or_malformed(data):
    last = last_looked_at(data)
    assert last is None or isinstance(last, str)
    try:
        reading = attempt_reading(data, EXERCISES, WRITTEN)
    except Malformed:
        return
    if reading is None:
        return
    assert set(reading.programs) <= set(EXERCISES)
    assert set(reading.gists) <= set(reading.programs)
    for name, why in reading.unread:
        assert name.isprintable()
        assert why.isprintable()
    for source in reading.programs.values():
        source.encode()
    for exercise, written in reading.written.items():
        assert exercise in WRITTEN
        assert len(written.text) <= MAX_ANSWER
        assert all(character.isprintable() or character in "\n\t" for character in written.text)


@fuzzed
@given(names=any_answer(NAMES), owners=any_answer(OWNERS), responses=any_answer(RESPONSES))
def test_whatever_is_said_of_a_download_is_decoded_or_malformed(names, owners, responses):
    for decode, data in ((names_in, names), (owners_in, owners), (responses_in, responses)):
        try:
            decode(data)
        except Malformed:
            pass


def whole_reading(data):
    if attempt_reading(data, EXERCISES, WRITTEN) is None:
        raise Malformed("it ends early")


@pytest.mark.by_day(1)
@pytest.mark.parametrize(
    "data",
    [
        b"\n" * 10_000_000,
        b'{"reading":""}\n' * 1_000_000,
        b"[" * 20_000_000 + b"\n",
        b'{"unread": "a", "why": "b"}\n' * 100_000,
        b'{"source": "' + b"\\u0000" * 3_000_000 + b'"}\n',
        b'{"source": "x"}\n' * 100_000,
        b'{"answer": "Q", "given": "x"}\n' * 100_000,
        b'{"written": "why", "text": "' + b"x" * 100_000 + b'", "cut": false}\n',
        b'{"written": "other", "text": "x", "cut": false}\n',
        b'{"names": [' + b'"",' * 1_000_000 + b'""]}\n',
        b'{"found": true}\n{"gist": "x", "example": "", "pieces": [' + b"0," * 500_000 + b"0]}\n",
    ],
    ids=["lines", "messages", "brackets", "refusals", "long", "programs", "answers", "words", "not asked", "names", "pieces"],
)  # fmt: skip
def test_an_answer_as_large_as_there_can_be_takes_bounded_memory(data):
    import tracemalloc

    tracemalloc.start()
    try:
        assert last_looked_at(data) in (None, "")
        for decode in (whole_reading, names_in, owners_in, responses_in):
            with pytest.raises(Malformed):
                decode(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 64 << 20


@pytest.fixture(scope="module")
def reader():
    with Reader() as reader:
        yield reader


HANDED_IN = {
    "hw.py": HONEST,
    "hw.ipynb": notebook("%%time\n!ls", "def zero_it(W):\n    return W\n", "x = ?"),
    "hw.zip": zipped(
        **{"a.py": HONEST, "b.ipynb": notebook("x = 1"), "c.zip": zipped(**{"d.py": b"1"})}
    ),
    "hw.tar": tarred(("a.py", HONEST), ("b/c.py", b"x = 1\n")),
    "hw.tgz": tarred(("a.py", HONEST), mode="w:gz"),
    "h.tar": pax_header(30),
    "quiz-answers.json": ANSWERS,
}


@pytest.mark.parametrize("name", HANDED_IN)
@fuzzed
@given(data=st.data())
def test_whatever_is_handed_in_is_read_or_listed_and_costs_nothing_else(reader, name, data):
    spoilt = data.draw(mutated_bytes(HANDED_IN[name]) | st.binary(max_size=100))

    reading = reader.attempt([File(name, spoilt), File("zero_it.py", b"zero_it = 1\n")], QUESTIONS)

    assert isinstance(reading, AttemptReading)
    assert reading.programs["zero_it"] == "zero_it = 1\n"
    assert len(reading.unread) <= MAX_UNREAD + len(EXERCISES)


@fuzzed
@given(data=mutated_bytes(HANDED_IN["hw.zip"]) | mutated_bytes(HANDED_IN["hw.tar"]))
def test_a_spoilt_download_is_listed_or_refused_in_words(reader, data):
    from autograder.submissions import SubmissionError

    try:
        reader.names(File("class.zip", data))
    except SubmissionError as error:
        assert str(error).isprintable()
