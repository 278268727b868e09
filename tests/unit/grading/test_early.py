"""An executor that is opened before there is work for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.grading.early import EarlyExecutor


@pytest.fixture
def opened():
    """All executors that have been opened."""
    several = []
    yield several
    for executor in several:
        executor.shutdown()


@pytest.fixture
def begun():
    """Those that were told to get ready."""
    return []


@pytest.fixture
def early(opened, begun):
    def open_one():
        opened.append(ThreadPoolExecutor(1))
        return opened[-1]

    return EarlyExecutor(open_one, begun.append, workers=2)


def test_nothing_is_opened_before_anybody_asks(early, opened):
    early.close()

    assert opened == []


def test_what_was_opened_early_is_the_first_that_is_used(early, opened, begun):
    early.begin()
    first, second = early.open(), early.open()

    assert [first, second] == opened
    assert begun == [first]


def test_each_worker_begins_by_itself_and_none_twice(early, opened, begun):
    for _ in range(3):
        early.begin()

    assert len(opened) == 1
    assert begun == opened * 2


def test_it_does_not_begin_when_an_executor_is_in_use(early, opened):
    used = early.open()
    early.begin()

    assert opened == [used]


def test_what_nobody_came_for_is_ended(early, opened):
    with early:
        early.begin()

    with pytest.raises(RuntimeError):
        opened[0].submit(print)


def test_what_somebody_came_for_is_theirs_to_end(early):
    with early:
        early.begin()
        used = early.open()

    assert used.submit(abs, -1).result() == 1
