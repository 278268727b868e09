"""A child's reply is hostile until read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.observations import ErrorFact
from autograder.runs import End, LeftOut, Run, Stop, attributed
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.replies import ChildReply, read_replies, read_reply
from autograder.sandbox.tripwire import MAX_TRIPPED, WORDS

JOB = Job(
    "ex",
    "checks.py",
    "def f():\n  pass\nx =\n",
    "f",
    ("first", "second"),
    "public",
    2,
    Limits(printed=20),
)


def seen(check, case, **facts):
    return {"check": check, "case": case, "observation": {"facts": facts}}


HONEST = [
    seen("first", 0, raised=None),
    seen("first", 1, raised=None),
    seen("second", 0, raised=None),
    seen("second", 1, raised=None),
    {"end": True},
]


def reply(messages, **known):
    data = b"".join(json.dumps(message).encode() + b"\n" for message in messages)
    return read_reply(ChildReply(data, **known), JOB)


def test_an_honest_answer_is_read_in_full():
    run = reply(HONEST, seconds=0.5)

    assert run.end is End.DONE
    assert {name: len(cases) for name, cases in run.observations.items()} == {
        "first": 2,
        "second": 2,
    }
    assert not run.stops
    assert run.seconds == 0.5


def test_what_tripped_is_told_with_its_lines_and_costs_nothing():
    told = [(word, line) for line, word in enumerate(sorted(WORDS)[:MAX_TRIPPED])]
    run = reply([{"tripped": word, "line": line} for word, line in told] + HONEST)

    assert run.end is End.DONE
    # JOB's program has three lines; any other line is none.
    assert run.tripped == tuple((word, line if line <= 3 else 0) for word, line in told)
    assert {name: len(cases) for name, cases in run.observations.items()} == {
        "first": 2,
        "second": 2,
    }


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param([*HONEST, HONEST[0]], id="a message after the end"),
        pytest.param([HONEST[1], HONEST[0], *HONEST[2:]], id="cases out of order"),
        pytest.param([HONEST[0], HONEST[0], *HONEST[1:]], id="a case twice"),
        pytest.param([{"end": True}], id="an end before the last case"),
        pytest.param([seen("third", 0), {"end": True}], id="a check nobody asked for"),
        pytest.param([{"verdict": "passed"}], id="an unknown message"),
        pytest.param([["end"]], id="no object"),
        pytest.param([{"end": True, "score": 10}], id="an end that says more"),
        pytest.param([{"end": 1}], id="an end that is a number"),
        pytest.param([{"printed": "x" * 21}], id="more output than is kept"),
        pytest.param([{"printed": ""}, *HONEST], id="nothing, printed"),
        pytest.param([{"tripped": "exec", "line": 1}] * 2 + HONEST, id="the same alarm twice"),
        pytest.param(
            [{"tripped": "exec", "line": n} for n in range(MAX_TRIPPED + 1)], id="too many alarms"
        ),
        pytest.param([{"tripped": "exec", "line": 2**60}, *HONEST], id="an alarm beyond any line"),
        pytest.param([{"tripped": "exec", "line": -1}, *HONEST], id="an alarm before any line"),
        pytest.param([{"tripped": "exec", "line": 1.0}, *HONEST], id="an alarm between lines"),
        pytest.param([{"tripped": "exec", "line": True}, *HONEST], id="an alarm in a truth"),
        pytest.param([{"tripped": "<b>", "line": 1}, *HONEST], id="an alarm in words of its own"),
        pytest.param([{"tripped": "exec"}, *HONEST], id="an alarm without a line"),
        pytest.param(
            [{"tripped": "exec", "line": 1, "check": "first"}, *HONEST], id="an alarm with more"
        ),
        pytest.param([{"check": "first", "case": True, "observation": {}}], id="no facts"),
        pytest.param(
            [HONEST[0], {"load": "raised", "error": {}, "nearest": ""}], id="a late load failure"
        ),
    ],
)
def test_what_no_honest_child_sends_voids_the_whole_answer(messages):
    run = reply(messages)

    assert run.end is End.MALFORMED
    assert not run.observations
    assert set(run.stops) == {"first", "second"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"printed": NaN}\n', id="NaN"),
        pytest.param(b'{"end": true, "end": true}\n', id="duplicate keys"),
        pytest.param(b"\xff\xfe\n", id="not UTF-8"),
        pytest.param(b"[" * 100_000 + b"\n", id="deep nesting"),
        pytest.param(b'{"end": tr', id="cut in the middle"),
        pytest.param(b"\n", id="an empty line"),
    ],
)
def test_what_is_no_message_voids_the_answer(data):
    assert read_reply(ChildReply(data), JOB).end is End.MALFORMED


@given(st.binary(max_size=400))
def test_no_bytes_whatever_make_the_reader_raise(data):
    assert read_reply(ChildReply(data), JOB).end in set(End)


@given(
    st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["check", "case", "observation", "facts", "end", "load", "error", "tensor"]
                    ),
                    inner,
                    max_size=3,
                )
            ),
            max_leaves=8,
        ),
        max_size=4,
    )
)
def test_no_json_whatever_makes_the_reader_raise(messages):
    assert reply(messages).end in set(End)


def test_a_child_that_ends_early_is_a_crash_in_the_check_it_was_in():
    run = reply(HONEST[:3])

    assert run.end is End.CRASHED
    assert list(run.stops) == ["second"]
    assert len(run.observations["first"]) == 2


def test_the_parents_word_on_the_end_counts_not_the_childs():
    run = reply(HONEST[:2], end=End.TIMEOUT)

    assert run.end is End.TIMEOUT
    assert run.stops["second"].end is End.TIMEOUT


def test_a_timeout_after_the_last_case_stops_no_check():
    run = reply(HONEST, end=End.TIMEOUT)

    assert not run.stops
    assert len(run.observations["second"]) == 2


def test_output_is_put_together_in_order():
    assert reply([{"printed": "a"}, *HONEST[:4], {"printed": "b"}, HONEST[4]]).printed == "ab"


def test_a_broken_check_is_noted_once_and_the_others_are_read():
    broken = [{"check": "first", "case": n, "broken": f"ZeroDivisionError {n}"} for n in (0, 1)]
    run = reply([*broken, *HONEST[2:]])

    assert dict(run.broken) == {"first": "ZeroDivisionError 0"}
    assert run.end is End.DONE


def test_a_load_failure_stands_alone():
    error = {"type": "SyntaxError", "message": "m", "line": 3, "code": "x ="}
    run = reply([{"load": "syntax", "error": error, "nearest": ""}, {"end": True}])

    assert run.load is not None
    assert (run.load.kind, run.load.error.line) == ("syntax", 3)
    assert not run.observations


@pytest.mark.parametrize(("line", "told"), [(0, 0), (1, 1), (3, 3), (4, 0), (99, 0)])
def test_a_line_that_the_file_does_not_have_is_not_told(line, told):
    load = {"type": "E", "message": "m", "line": line, "code": ""}
    fact = {"error": "E", "message": "m", "line": line, "code": ""}

    loaded = reply([{"load": "raised", "error": load, "nearest": ""}, {"end": True}])
    run = reply([seen("first", 0, raised=fact, all=[[fact]]), *HONEST[1:]])

    assert loaded.load.error.line == told
    assert run.observations["first"][0].facts["raised"].line == told
    assert run.observations["first"][0].facts["all"][0][0].line == told


@pytest.mark.parametrize("line", [2**31, 2**60, -1, True, 1.5, "3", None])
def test_a_line_that_no_file_can_have_voids_the_answer(line):
    load = {"type": "E", "message": "m", "line": line, "code": ""}
    fact = {"error": "E", "message": "m", "line": line, "code": ""}

    for messages in (
        [{"load": "raised", "error": load, "nearest": ""}, {"end": True}],
        [seen("first", 0, raised=fact), *HONEST[1:]],
    ):
        assert reply(messages).end is End.MALFORMED


def test_what_was_printed_and_what_a_file_holds_comes_clean():
    load = {"type": "E\x1b[2J", "message": "a\u202e\nb", "line": 1, "code": "x\ny"}
    run = reply(
        [
            {"printed": "\x1b"},
            {"printed": "[31mred\ud83d"},
            {"printed": "\ude00\rend"},
            {"load": "missing", "error": load, "nearest": "f\u200b\nf"},
            {"end": True},
        ]
    )

    assert run.printed == "red\nend"
    assert run.load.error == ErrorFact("E", "a\nb", 1, "x y")
    assert run.load.nearest == "f f"


def test_why_a_check_broke_comes_clean():
    broken = {"check": "first", "case": 0, "broken": "\x1b]0;pwned\x07why\n"}
    run = reply([broken, {**broken, "case": 1}, *HONEST[2:]])

    assert run.broken == {"first": "why "}


def test_a_check_that_breaks_on_a_trusted_program_too_is_ours_to_answer_for():
    run = Run(broken={"a": "why", "b": "why"}, stops={"c": Stop(End.CRASHED)})

    judged = attributed(run, Run(broken={"b": "other words"}))

    assert judged.broken == {"b": "other words"}
    assert judged.stops == {"c": Stop(End.CRASHED), "a": Stop(End.BROKE_CHECK, "why")}


# -- loading: which statement was under way, and what was left out --------------------------------


def test_where_the_process_ended_while_it_loaded_is_known():
    run = reply([{"loading": 0}, {"loading": 1}], end=End.TIMEOUT)

    assert (run.end, run.loading) == (End.TIMEOUT, 1)


@pytest.mark.parametrize("after", [[{"loaded": True}], [{"loaded": True}, HONEST[0]], [HONEST[0]]])
def test_once_a_file_is_loaded_no_statement_is_to_blame(after):
    assert reply([{"loading": 0}, *after], end=End.CRASHED).loading is None


def test_an_answer_with_all_that_is_told_about_loading_is_honest():
    job = replace(JOB, left_out=(0,))
    messages = [
        {"left_out": 0, "line": 1, "code": "def f():", "error": ""},
        {"loading": 1},
        {"left_out": 1, "line": 3, "code": "x =", "error": "SystemExit"},
        {"loaded": True},
        *HONEST,
    ]
    data = b"".join(json.dumps(message).encode() + b"\n" for message in messages)

    run = read_reply(ChildReply(data), job)

    assert run.end is End.DONE
    assert run.left_out == (
        LeftOut(0, 1, "def f():", ""),
        LeftOut(1, 3, "x =", "SystemExit"),
    )


@pytest.mark.parametrize(
    "messages",
    [
        [{"loading": 1}, {"loading": 1}],
        [{"loading": 2}, {"loading": 1}],
        [{"loading": -1}],
        [{"loading": True}],
        [{"loading": 1_000}],
        [{"loading": "1"}],
        [{"loading": 1, "more": 2}],
        [{"loaded": True}, {"loaded": True}],
        [{"loaded": True}, {"loading": 1}],
        [HONEST[0], {"loading": 1}],
        [HONEST[0], {"loaded": True}],
        [{"loaded": 1}],
        [{"left_out": 0, "line": 1, "code": "", "error": ""}],
        [{"loading": 0}, {"left_out": 1, "line": 1, "code": "", "error": "SystemExit"}],
        [{"loading": 0}, {"left_out": False, "line": 1, "code": "", "error": "SystemExit"}],
        [{"loading": 0}, {"left_out": 0, "line": -1, "code": "", "error": "SystemExit"}],
        [{"loading": 0}, {"left_out": 0, "line": 1, "code": 3, "error": "SystemExit"}],
        [{"loading": 0}, *[{"left_out": 0, "line": 1, "code": "", "error": "E"}] * 9],
        [{"loaded": True}, {"left_out": 0, "line": 1, "code": "", "error": "SystemExit"}],
    ],
)
def test_no_honest_child_tells_this_about_loading(messages):
    run = reply(messages)

    assert (run.end, run.loading, run.left_out) == (End.MALFORMED, None, ())


def test_a_line_that_was_left_out_is_told_clean():
    run = reply(
        [{"loading": 0}, {"left_out": 0, "line": 99, "code": "a\x1b[2Jb\n", "error": "E\x07"}],
        end=End.CRASHED,
    )

    assert run.left_out[0].line == 0  # there is no such line
    assert not set(run.left_out[0].code + run.left_out[0].error) & {"\x1b", "\x07", "\n"}


OTHER = replace(JOB, exercise="other", names=("third",), cases=1)
ALONE = {"alone": True}
END = {"end": True}
OF_OTHER = [seen("third", 0, raised=None), END]


def replies(messages, jobs=(JOB, OTHER), more=b"", **known):
    data = b"".join(json.dumps(message).encode() + b"\n" for message in messages)
    return read_replies(ChildReply(data + more, **known), jobs)


def test_several_jobs_of_one_process_are_read_apart():
    first, second = replies([*HONEST, *OF_OTHER], seconds=1.0)

    assert first == replace(reply(HONEST), seconds=0.5)
    assert [*second.observations] == ["third"]


def test_a_job_that_was_not_run_has_no_run():
    assert [run is None for run in replies([ALONE, END, *OF_OTHER])] == [True, False]
    assert [run is None for run in replies([*HONEST, ALONE, END])] == [False, True]


def test_a_job_that_took_more_than_its_own_time_has_no_run():
    *seen, end = HONEST
    assert [run is None for run in replies([*seen, ALONE, end, *OF_OTHER])] == [True, False]


@pytest.mark.parametrize("told", range(len(HONEST)))
def test_a_job_that_was_given_up_has_no_run_however_much_of_it_was_told(told):
    runs = replies([*HONEST[:told], ALONE, END, *OF_OTHER])

    assert [run is None for run in runs] == [True, False]


@pytest.mark.parametrize("end", [End.CRASHED, End.TIMEOUT])
def test_where_a_process_ended_only_what_came_to_its_end_has_a_run(end):
    first, second = replies(HONEST, end=end)
    assert first.end is End.DONE
    assert second is None

    assert replies(HONEST[:3], more=b'{"che', end=end) == [None, None]


@pytest.mark.parametrize(
    ("messages", "known"),
    [
        ([*HONEST, *OF_OTHER], {"end": End.FLOODED}),
        ([*HONEST, *OF_OTHER], {"more": b"{"}),
        ([*HONEST, *OF_OTHER, *OF_OTHER], {}),
        ([*HONEST[:2], END, *OF_OTHER], {}),
        ([*HONEST, {"other": 1}], {}),
        ([*HONEST, END], {}),
        ([*HONEST, *HONEST], {}),
        ([*OF_OTHER, *HONEST], {}),
        ([{**ALONE, "more": 1}, END, *OF_OTHER], {}),
        ([ALONE, ALONE, END, *OF_OTHER], {}),
        ([*HONEST[:4], ALONE, ALONE, END, *OF_OTHER], {}),
    ],
)
def test_an_answer_of_several_with_one_false_part_is_void(messages, known):
    assert replies(messages, **known) == [None, None]


@given(st.lists(st.sampled_from([*HONEST, *OF_OTHER, ALONE, {"x": 1}]), max_size=12), st.binary())
def test_whatever_comes_of_several_jobs_each_has_a_run_that_went_through_or_none(messages, more):
    for run in replies(messages, more=more):
        assert run is None or run.end is End.DONE
