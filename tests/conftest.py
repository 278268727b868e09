from __future__ import annotations

import pytest

from autograder.content import bundled_course_path, load_course
from autograder.grading import Grader
from autograder.sandbox import ForkServer


def pytest_addoption(parser):
    parser.addoption(
        "--walls-down",
        action="store_true",
        help="also try attacks that would harm this machine if they succeeded, without their walls",
    )


@pytest.fixture(scope="session")
def course():
    return load_course(bundled_course_path())


@pytest.fixture(scope="session")
def server():
    with ForkServer() as server:
        yield server


@pytest.fixture(scope="session")
def grader(course, server):
    return Grader(course, server)
