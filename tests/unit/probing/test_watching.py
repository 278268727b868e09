import warnings

import pytest
import torch

from autograder.observations import ErrorFact, ObjectFact, Observation, TensorFact
from autograder.probing import Case, Watcher, leaf, watching
from autograder.probing.journal import Sign, kept, left_alone
from autograder.probing.loading import load_submission
from autograder.probing.submission import LearnerError
from autograder.probing.watching import Seen, journaled, journaling, watched


def submission_of(body):
    return load_submission(f"def f(*args):\n    {body}", "f")


class Loud(Watcher):
    """Writes down when it is called."""

    def __init__(self, name, log):
        self.name = name
        self.log = log

    def start(self):
        self.log.append(f"start {self.name}")

    def stop(self):
        self.log.append(f"stop {self.name}")

    def report(self, seen):
        self.log.append(f"report {self.name}")
        seen.fact(self.name, len(self.log))
        seen.clue("last", self.name)


# -- an observation in the making --------------------------------------------------------------


def test_nothing_raised_is_the_first_fact():
    assert (Seen().facts, Seen().clues) == ({"raised": None}, {})


def test_facts_and_clues_are_noted_in_order_and_described():
    seen = Seen()
    seen.fact("b", torch.tensor([1.0]))
    seen.fact("a", object())
    seen.clue("c", [1])
    seen.returned(2.5)

    assert list(seen.facts.items()) == [
        ("raised", None),
        ("b", TensorFact("float32", (1,), (1.0,))),
        ("a", ObjectFact("object")),
        ("returned", 2.5),
    ]
    assert seen.clues == {"c": (1,)}


def test_a_fact_noted_again_is_the_newer_one_in_the_old_place():
    seen = Seen()
    seen.fact("a", 1)
    seen.fact("b", 1)
    seen.fact("a", 2)

    assert list(seen.facts.items())[1:] == [("a", 2), ("b", 1)]


def test_an_observation_has_the_facts_the_call_and_the_cases_sizes():
    submission, case = submission_of("pass"), Case("public", "ex/check", 1)
    case.size("N", 4, 7)
    submission.f(1)
    seen = Seen()
    seen.fact("a", 1)
    seen.clue("c", 2)

    assert seen.observation(submission, case) == Observation(
        {"raised": None, "a": 1}, {"c": 2}, "f(1)", {"N": 7}
    )


def test_an_observation_does_not_change_any_more():
    submission, case, seen = submission_of("pass"), Case("public", "e", 0), Seen()

    observation = seen.observation(submission, case)
    seen.fact("late", 1)
    case.size("N", 4)

    assert observation == Observation({"raised": None})


# -- the frame of a check ----------------------------------------------------------------------


def test_watchers_start_in_order_stop_in_reverse_and_report_in_order():
    log = []
    with watching(Loud("a", log), Loud("b", log)) as seen:
        log.append("learner")

    assert log == [
        "start a",
        "start b",
        "learner",
        "stop b",
        "stop a",
        "report a",
        "report b",
    ]
    assert list(seen.facts) == ["raised", "a", "b"]
    assert seen.clues["last"] == "b"


def test_warnings_are_watched_always_and_told_first():
    with watching(Loud("a", [])) as seen:
        warnings.warn("careful", stacklevel=1)

    assert list(seen.clues.items()) == [("warnings", ("careful",)), ("last", "a")]


def test_what_a_check_notes_within_the_block_comes_before_the_reports():
    with watching(Loud("a", [])) as seen:
        seen.fact("mine", 1)
    seen.fact("later", 2)

    assert list(seen.facts) == ["raised", "mine", "a", "later"]


# -- what is watched -----------------------------------------------------------------------------


@pytest.mark.parametrize("what", [leaf(1.0), "w", Watcher])
def test_what_is_no_watcher_is_refused_before_anything_is_watched(what):
    before = list(warnings.filters)

    with pytest.raises(TypeError, match=r"is no watcher; journaling\(w=w\) watches tensors"):
        watching(Loud("a", []), what)
    assert warnings.filters == before


# -- what is raised ----------------------------------------------------------------------------


def test_what_the_learners_code_raises_ends_the_block_and_is_the_first_fact():
    submission, log = submission_of("return 1 / 0"), []
    with watching(Loud("a", log)) as seen:
        submission.f()
        log.append("not reached")

    assert list(seen.facts.items())[0] == (
        "raised",
        ErrorFact("ZeroDivisionError", "division by zero", 2, "return 1 / 0"),
    )
    assert log == ["start a", "stop a", "report a"]


def test_a_check_goes_on_after_the_block():
    submission = submission_of("import sys; sys.exit(0)")
    with watching() as seen:
        submission.f()
    seen.fact("after", 1)

    assert seen.facts["raised"].type_name == "SystemExit"
    assert seen.facts["after"] == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_bug_in_the_check_goes_through_after_the_watchers_stopped(error):
    log = []
    with pytest.raises(error), watching(Loud("a", log)):
        raise error

    assert log == ["start a", "stop a"]


def test_after_a_bug_in_the_check_warnings_are_shown_as_before():
    before = list(warnings.filters)

    with pytest.raises(ValueError), watching():
        raise ValueError

    assert warnings.filters == before


def test_a_learners_error_that_the_check_catches_is_no_fact():
    submission = submission_of("return 1 / 0")
    with watching() as seen, pytest.raises(LearnerError):
        submission.f()

    assert seen.facts["raised"] is None


def test_a_call_in_a_journal_gives_what_was_seen_and_what_came_back():
    w = leaf(3.0)
    f = load_submission("def f(a, w):\n    return (w * a).requires_grad_()", "f").f

    seen = journaled(f, 2.0, w=w)

    assert seen.answer == 6.0
    assert seen.given == {"w": w}
    assert called_with(seen.journal, "mul") == [(seen.journal.names["w"],)]


def test_of_a_call_that_raises_nothing_comes_back():
    f = load_submission("def f(w):\n    raise KeyError('no')", "f").f

    seen = journaled(f, w=leaf(3.0))

    assert seen.answer is None
    assert seen.facts["raised"].type_name == "KeyError"


def test_what_the_learners_code_made_gets_a_name_that_facts_ask_by():
    with journaling() as seen:
        made = torch.ones(2)
        made.requires_grad_()
        seen.name("made", made)
        seen.name("other", torch.zeros(2))

    (asked,) = called_with(seen.journal, "requires_grad_")
    assert asked == (seen.journal.names["made"],)
    assert seen.journal.names["other"] not in asked


def test_where_the_learners_code_raised_no_graph_is_drawn():
    f = load_submission("def f(w):\n    raise KeyError('no')", "f").f

    seen = journaled(f, w=leaf(3.0))
    seen.draw(seen.answer, {})

    assert "graph" not in seen.recording


def test_numbers_among_the_named_arguments_are_passed_on_and_not_watched():
    f = load_submission("def f(w, lr, steps):\n    return w * lr * steps", "f").f

    seen = journaled(f, w=leaf(3.0), lr=0.5, steps=4)

    assert seen.answer == 6.0
    assert set(seen.journal.names) == {"w"}


def test_a_watcher_beside_the_journal_reports_for_itself():
    seen = journaled(submission_of("pass").f, beside=[Loud("a", [])])

    assert seen.clues == {"last": "a"}


def test_a_call_that_is_watched_gives_what_came_back_and_its_warnings():
    f = load_submission("import warnings\ndef f(x):\n    warnings.warn('odd')\n    return x", "f").f

    seen = watched(f, 2.5)

    assert seen.answer == 2.5
    assert seen.clues == {"warnings": ("odd",)}


# -- which facts count -------------------------------------------------------------------------


def test_facts_are_told_by_a_function_of_the_journal():
    w = leaf(3.0)
    seen = journaled(load_submission("def f(w):\n    return w * 2", "f").f, w=w)

    seen.judging(kept, "w").with_clues(kept, "w")

    assert seen.facts == {"raised": None, "w.changed": False, "w.kept": 3.0}
    assert seen.clues == {"w.changed": False, "w.kept": 3.0}
    assert left_alone(seen.journal)


def test_a_function_of_the_journal_is_told_what_else_it_is_asked():
    def counted(journal, *names, due):
        return [Sign(name, due) for name in names]

    seen = journaled(submission_of("pass").f)

    assert seen.judging(counted, "a", "b", due=2).facts == {"raised": None, "a": 2, "b": 2}


def test_where_there_is_no_journal_no_fact_can_be_told_of_it():
    with pytest.raises(TypeError, match="journaling"):
        Seen().judging(kept, "w")


def test_the_way_is_a_clue_where_something_came_back_and_judged_where_it_raised():
    facts, way = {"returned": 1}, {"backwards": 2}

    came = watched(submission_of("return 1").f).judging_unless_raised(facts, way=way)
    raised = watched(submission_of("raise KeyError").f).judging_unless_raised(facts, way=way)

    assert (came.facts["returned"], came.clues["backwards"]) == (1, 2)
    assert raised.facts["backwards"] == 2
    assert "returned" not in raised.facts
    assert "backwards" not in raised.clues


def test_of_a_call_that_raised_the_answer_is_none():
    assert watched(submission_of("return 1").f).judging_answer().facts["returned"] == 1
    assert watched(submission_of("raise KeyError").f).judging_answer().facts["returned"] is None


def test_what_all_later_questions_need_ends_the_block_where_it_is_missing():
    with watching(Loud("a", [])) as seen:
        seen.requiring("first", True)
        seen.requiring("second", False)
        seen.fact("third", 1)

    assert list(seen.facts) == ["raised", "first", "second", "a"]
    assert not seen.raised


def called_with(journal, name):
    return [call.inputs for call in journal.calls([name])]
