"""The one watcher that every check has: of warnings."""

import warnings

import torch
import torch.nn.functional as F

from autograder.probing import Watcher, journaling, leaf, watching


def warned(work):
    with watching() as seen:
        work()
    assert list(seen.facts) == ["raised"]
    return seen.clues["warnings"]


def test_a_watcher_does_nothing_unless_told():
    with watching(Watcher()) as seen:
        pass

    assert (seen.facts, seen.clues) == ({"raised": None}, {"warnings": ()})


def test_a_mse_of_two_shapes_warns():
    (line,) = warned(lambda: F.mse_loss(torch.ones(2, 1), torch.ones(2)))

    assert line.startswith("Using a target size (torch.Size([2])) that is different")


def test_reading_the_gradient_of_a_result_warns():
    y = leaf(1.0) * 2

    (line,) = warned(lambda: y.grad)

    assert line.startswith("The .grad attribute of a Tensor that is not a leaf")


def test_in_a_journal_warnings_are_there_to_ask_and_no_clue_by_themselves():
    with journaling() as seen:
        warnings.warn("careful", stacklevel=1)

    assert seen.warnings == ("careful",)
    assert seen.clues == {}


def test_warnings_are_told_in_order_by_their_first_lines_and_once():
    def work():
        warnings.warn("b\nsecond line", stacklevel=1)
        warnings.warn("a", DeprecationWarning, stacklevel=1)
        warnings.warn("b\nanother", stacklevel=1)
        warnings.warn("c" * 301, stacklevel=1)

    assert warned(work) == ("b", "a", "c" * 300)


def test_a_warning_that_python_shows_once_is_told_every_time():
    def work():
        warnings.warn("again", stacklevel=1)

    assert [warned(work), warned(work)] == [("again",), ("again",)]


def test_warnings_are_told_whatever_the_filters_say():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert warned(lambda: warnings.warn("x", stacklevel=1)) == ("x",)


def test_fifty_warnings_are_looked_at():
    def work():
        for number in range(51):
            warnings.warn(f"no. {number}", stacklevel=1)

    assert warned(work)[-1] == "no. 49"


def test_the_filters_are_as_before_after_the_watch():
    before = list(warnings.filters)

    warned(lambda: warnings.simplefilter("ignore"))

    assert warnings.filters == before
