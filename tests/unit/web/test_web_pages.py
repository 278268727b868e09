"""Every page of a course at a desk, in every language: it is written, and it leads somewhere."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from html.parser import HTMLParser

import pytest
from courses import bundled_course, miniature_course

pytest.importorskip("starlette")

from autograder.content.course import UnknownLanguageError
from autograder.web.desk import Desk
from autograder.web.framing import Frame
from autograder.web.rendering import chapter_page, course_page, exercise_page, progress_page
from autograder.web.series_rendering import series_page
from autograder.web.working_copy import WorkingCopy
from autograder.workspace import Workspace

FRAME = Frame("/base", "/base/static/v", "nonce", "/base/")
#: Elements that HTML never closes.
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Nesting(HTMLParser):
    """Fails where elements are not closed in the order in which they were opened."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links = [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.links += [attributes[name] for name in ("href", "action") if name in attributes]
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module", params=[bundled_course, miniature_course])
def desk(request, tmp_path_factory):
    course = request.param()
    root = tmp_path_factory.mktemp("pages") / "mine"
    workspace, _ = Workspace.create(root, course, "en", bundled=False)
    return Desk(course, WorkingCopy(workspace, course), checker=None)


def pages(desk):
    course = desk.course
    yield "map", course_page(desk, FRAME)
    yield "progress", progress_page(desk, FRAME)
    for chapter in course.chapters:
        yield chapter, chapter_page(desk, FRAME, chapter)
    for chapter in course.banks:
        yield f"questions of {chapter}", series_page(desk, FRAME, f"chapter/{chapter}")
    for exercise in course.exercises:
        yield exercise.id, exercise_page(desk, FRAME, exercise.id)


@pytest.mark.parametrize("language", ["en", "hu"])
def test_every_page_is_whole_and_its_links_lead_to_pages(desk, language):
    desk.store.workspace.use_language(language)
    places = re.compile(
        r"/base/(|progress|explain|questions/review|static/v/[a-z]+\.(css|js)"
        r"|chapters/(?P<chapter>\w+)|exercises/(?P<exercise>\w+)"
        r"|questions/(chapter/\w+|exercise/\w+))"
    )
    for name, text in pages(desk):
        page = Nesting()
        page.feed(text)
        assert page.open == [], name
        assert len(page.ids) == len(set(page.ids)), name
        assert f'<html lang="{language}"' in text
        for link in page.links:
            if link.startswith(("https://", "#", "data:,")):
                continue
            found = places.fullmatch(link)
            assert found, f"{name}: {link}"
            assert found["chapter"] is None or found["chapter"] in desk.course.chapters
            assert found["exercise"] is None or desk.course.exercise(found["exercise"])


def test_no_page_says_which_answer_is_right(desk):
    for chapter in desk.course.banks:
        text = series_page(desk, FRAME, f"chapter/{chapter}")

        for item in desk.course.banks[chapter].root:
            posed = desk.bank.posed(item, 0)
            assert posed.key.salt not in text
            assert posed.sealed_explanation not in text


def test_a_language_that_the_course_does_not_speak_is_refused_and_changes_nothing(desk):
    before = desk.say.language

    with pytest.raises(UnknownLanguageError):
        desk.use_language("zz")

    assert desk.say.language == before


@pytest.fixture
def learner(tmp_path):
    """A desk of the small course, at which one may pass things."""
    course = miniature_course()
    workspace, _ = Workspace.create(tmp_path / "mine", course, "en", bundled=False)
    return Desk(course, WorkingCopy(workspace, course), checker=None)


def test_who_has_passed_everything_still_finds_what_is_due(learner):
    def change(progress):
        for exercise in learner.course.exercises:
            progress.of(exercise.id).passed_at = "2026-01-01T00:00:00+00:00"
        progress.review("slope", right=False, now=datetime(2026, 1, 1, tzinfo=timezone.utc))

    learner.store.progress.note(change)
    page = course_page(learner, FRAME)

    assert "You have passed every exercise" in page
    assert '<a class="button" href="/base/questions/review">1 thing to ask again</a>' in page


def test_an_empty_review_says_when_something_comes(learner):
    assert "Nothing has gone wrong so far" in series_page(learner, FRAME, "review")

    learner.store.progress.note(lambda known: known.review("slope", right=False))

    assert "the next question comes in" in series_page(learner, FRAME, "review")
    assert "No question waits here." not in series_page(learner, FRAME, "review")
