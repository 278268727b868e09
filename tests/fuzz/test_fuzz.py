"""
No exception but ours, no hang, bounded memory: for every byte that somebody else may choose.

The same examples are tried each time, at night ten times as many (``make test-all``);
``GRADLINGS_FUZZ=20000`` tries that many new ones.
"""

from __future__ import annotations

import io
import json
import os
import socket
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.content import ContentError, load_course
from autograder.judging import KeyFormatError, read_key
from autograder.observations import ObservationError, decode_observation, parse_json
from autograder.runs import End, Run
from autograder.sandbox import Job, Limits, wire
from autograder.sandbox.answers import Answer, read_answer
from autograder.sandbox.tripwire import MAX_TRIPPED, WORDS
from autograder.submissions import (
    ArchiveError,
    ArchiveLimits,
    SubmissionError,
    read_archive,
    shown,
    source_of,
)

EXAMPLES = int(os.environ.get("GRADLINGS_FUZZ", "0"))
fuzzed = settings(
    derandomize=not EXAMPLES,
    max_examples=EXAMPLES or settings.default.max_examples,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
JOB = Job("ex", "", "", "f", ("a", "b"), "seed", 2)
HONEST = [
    {"tripped": "exec", "line": 3},
    {"printed": "hello\n"},
    *(
        {
            "check": check,
            "case": case,
            "observation": {"facts": {"raised": None, "W": 1.5}, "clues": {}, "call": "f()", "sizes": {}},
        }
        for check in JOB.names
        for case in range(JOB.cases)
    ),
    {"end": True},
]  # fmt: skip

odd_numbers = st.one_of(st.floats(), st.integers(), st.integers(10**20, 10**30), st.just(10**4000))
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), odd_numbers, st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


def text_of(value):
    return json.dumps(value).encode()


@st.composite
def mutated_bytes(draw, original):
    """*original* with pieces cut, repeated, moved or overwritten."""
    data = bytearray(original)
    for _ in range(draw(st.integers(1, 6))):
        if not data:
            break
        start = draw(st.integers(0, len(data) - 1))
        end = min(len(data), start + draw(st.integers(0, 40)))
        piece = bytes(data[start:end])
        match draw(st.sampled_from(["cut", "repeat", "move", "overwrite"])):
            case "cut":
                del data[start:end]
            case "repeat":
                data[start:start] = piece * draw(st.integers(1, 3))
            case "move":
                del data[start:end]
                data[0:0] = piece
            case "overwrite":
                data[start:end] = draw(st.binary(max_size=end - start))
    return bytes(data)


@st.composite
def mutated_messages(draw):
    """An honest transcript with messages lost, doubled, out of order, or with other values in them."""
    messages = list(HONEST)
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
    return b"".join(text_of(message) + b"\n" for message in messages)


@fuzzed
@given(
    data=st.binary(max_size=400)
    | mutated_messages()
    | mutated_bytes(b"".join(map(text_of, HONEST)))
)
def test_whatever_a_child_sends_its_answer_is_read_as_a_run(data):
    run = read_answer(Answer(data), JOB)

    assert isinstance(run, Run)
    if run.end in (End.MALFORMED, End.FLOODED):
        assert not run.observations
    assert_harmless(run.tripped)


def assert_harmless(tripped):
    """What is told of a submission is from our list, short, and never in words of its own."""
    assert len(tripped) <= MAX_TRIPPED
    assert len(set(tripped)) == len(tripped)
    for word, line in tripped:
        assert word in WORDS
        assert 0 <= line < 1_000_000


alarms = st.fixed_dictionaries(
    {
        "tripped": st.sampled_from(sorted(WORDS)) | json_values,
        "line": st.integers(0, 30) | json_values,
    },
    optional={"extra": json_values},
)


@fuzzed
@given(forged=st.lists(alarms, max_size=40), place=st.integers(0, len(HONEST)))
def test_forged_alarms_are_kept_if_they_could_be_true_and_void_the_answer_otherwise(forged, place):
    messages = [*HONEST[:place], *forged, *HONEST[place:]]

    run = read_answer(Answer(b"".join(text_of(message) + b"\n" for message in messages)), JOB)

    assert run.end in (End.DONE, End.MALFORMED)
    assert bool(run.observations) == (run.end is End.DONE)
    assert_harmless(run.tripped)


def test_an_honest_answer_is_no_false_alarm():
    data = b"".join(text_of(message) + b"\n" for message in HONEST)

    assert read_answer(Answer(data), JOB).end is End.DONE


@fuzzed
@given(value=json_values, data=st.binary(max_size=200))
def test_an_observation_is_decoded_or_refused_by_our_own_error(value, data):
    for given_data in (value, {"facts": value}, {"facts": {"x": value}, "clues": value}):
        try:
            decode_observation(given_data)
        except ObservationError:
            pass
    try:
        parse_json(data)
    except ObservationError:
        pass


@pytest.mark.by_day(1)
@pytest.mark.parametrize(
    "line",
    [
        b"[" * 2_000_000,
        b'{"a":' * 400_000,
        b'"' + b"\\u0000" * 600_000 + b'"',
        b"[" + b"0," * 1_900_000 + b"0]",
        b"[" + b"[]," * 1_300_000 + b"[]]",
        b"9" * 4_000_000,
    ],
    ids=["brackets", "objects", "escapes", "numbers", "lists", "digits"],
)
def test_the_largest_answer_there_can_be_takes_bounded_memory(line):
    tracemalloc.start()
    try:
        run = read_answer(Answer(line[: Limits().answer] + b"\n"), JOB)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert run.end is End.MALFORMED
    assert peak < 200 << 20


@fuzzed
@given(
    data=st.binary(max_size=60)
    | st.binary(max_size=60).map(lambda b: struct.pack("!I", len(b)) + b)
)
def test_a_broken_control_socket_is_an_end_of_file(data):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        theirs.sendall(data)
        theirs.close()
        try:
            wire.receive(ours)
        except EOFError:
            pass


NOTEBOOK = text_of({
    "cells": [
        {"cell_type": "code", "source": ["import torch\n", "!ls \\\n", "  -l\n", "f = 1"],
         "outputs": [{"data": {"text/html": "<script>alert(1)</script>"}}], "metadata": {}},
        {"cell_type": "markdown", "source": "# <b>x</b>", "metadata": {"x": "\x1b[31m"}},
    ],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
})  # fmt: skip


@fuzzed
@given(data=mutated_bytes(NOTEBOOK) | json_values.map(text_of) | st.binary(max_size=200))
def test_a_notebook_is_read_or_refused_in_one_line(data):
    for name in ("hw.ipynb", "hw.py"):
        try:
            assert isinstance(source_of(data, name), str)
        except SubmissionError as error:
            assert str(error).isprintable()


@fuzzed
@given(name=st.text(max_size=300))
def test_every_name_can_be_shown(name):
    assert shown(name).isprintable()


def archive():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("anna/hw.py", "def f(): pass\n" * 20)
        file.writestr("béla.ipynb", NOTEBOOK)
    return data.getvalue()


@fuzzed
@given(data=mutated_bytes(archive()) | st.binary(max_size=300))
def test_an_archive_is_read_within_its_limits_or_refused(data):
    limits = ArchiveLimits(member=10_000, total=50_000, members=20)
    try:
        read = read_archive(data, limits)
    except ArchiveError:
        return
    assert sum(len(member.data) for member in read.members) <= limits.total
    assert len(read.members) <= limits.members


@fuzzed
@given(data=st.data())
def test_a_key_is_read_or_refused_by_our_own_error(data, course):
    text = course.exercises[0].key_path.read_bytes()
    try:
        read_key(data.draw(mutated_bytes(text)).decode("utf-8", "replace"))
    except KeyFormatError:
        pass
    try:
        read_key(json.dumps(data.draw(json_values)))
    except KeyFormatError:
        pass


@pytest.fixture(scope="module")
def copied_course(tmp_path_factory):
    """The miniature course of the tests, to be spoilt."""
    import shutil
    from pathlib import Path

    folder = tmp_path_factory.mktemp("course")
    source = next((Path(__file__).parents[1] / "course").glob("**/exercise.yaml")).parents[2]
    shutil.copytree(source, folder / "exercises")
    return folder / "exercises"


@pytest.mark.parametrize(
    "name", ["exercise.yaml", "misconceptions.yaml", "errors.yaml", "chapter.yaml"]
)
@fuzzed
@given(data=st.data())
def test_a_course_file_is_read_or_its_mistakes_are_listed(copied_course, name, data):
    path = next(copied_course.glob(f"**/{name}"), None)
    if path is None:
        pytest.skip(f"the miniature course has no {name}")
    original = path.read_bytes()
    try:
        path.write_bytes(data.draw(mutated_bytes(original) | json_values.map(text_of)))
        load_course(copied_course)
    except ContentError as error:
        assert error.mistakes
    finally:
        path.write_bytes(original)
