"""Figures about a class against numpy and counting by hand; pages against hostile names."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from autograder.analytics.likeness import find_alike
from autograder.analytics.misconceptions import misconceptions
from autograder.analytics.scores import correlation, histogram, items
from autograder.generating.class_outputs import write_outputs
from autograder.gradebooks.exports import Gradebooks
from autograder.grading.results import Unread
from autograder.pages.class_report import render_class_report
from autograder.pages.markdown import render_student_markdown
from autograder.pages.page import prose
from autograder.pages.student import render_student_html
from autograder.submissions import gist_of, printable

HOSTILE = "<script>alert(1)</script>\"'`\u202e"


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=5, max_size=40))
def test_discrimination_is_pearsons_r(pairs):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    found = correlation(first, second)

    if np.std(first) > 1e-3 and np.std(second) > 1e-3:
        assert found == pytest.approx(np.corrcoef(first, second)[0, 1], abs=1e-6)


def test_nothing_is_said_of_few_students_or_where_all_score_alike():
    assert correlation([1, 2, 3, 4], [1, 2, 3, 4]) is None
    assert correlation([1] * 9, range(9)) is None


def test_bars_hold_every_student_once_and_full_points_are_in_the_last(class_of):
    results = class_of(("a", "A", 0.0), ("b", "B", 0.999), ("c", "C", 1.0), ("d", "D", 0.5))

    assert [bar.count for bar in histogram(results)] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 2]


def test_items_tell_how_many_solved_them(class_of):
    results = class_of(("a", "A", 1.0), ("b", "B", 0.5), ("c", "C", 0.5), ("d", "D", 0.0))

    assert [(item.solved, item.mean) for item in items(results)] == [(0.25, 0.5)] * 2


def test_misconceptions_are_ranked_by_students_and_examples_tell_nobodys_name(class_of):
    source = 'def zero_it(W):\n    """By Anna Kovács"""\n    # anna@x.hu\n    name = "Anna"\n    return W\n'
    results = class_of(
        ("a", "Anna", 0.0, ("grad_not_zeroed",), source),
        ("b", "B", 0.0, ("grad_not_zeroed", "rebinds_parameter"), source),
        ("c", "C", 1.0),
    )

    shown = misconceptions(results)

    assert [(one.misconception, one.students) for one in shown] == [
        ("grad_not_zeroed", 2), ("rebinds_parameter", 1),
    ]  # fmt: skip
    assert shown[0].examples == ("def zero_it(W):\n    pass\n    name = '…'\n    return W",)


def test_a_program_that_is_not_python_is_no_example():
    assert gist_of("def f(:", "f").example == ""
    assert gist_of("def f():\n" + "    x = 1\n" * 50, "f").example == ""


class Page(HTMLParser):
    """Counts tags, collects text, and notices what would load something."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.loads, self.languages, self.text = [], [], set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "action") or (value and "url(" in value):
                self.loads.append((tag, name, value))
            if name == "lang":
                self.languages.add(value)

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def hostile(class_of):
    return class_of(
        *((f"{HOSTILE}{n}", f"{HOSTILE}{n}", n / 6, ("grad_not_zeroed",), f"def zero_it(W):\n    '''{HOSTILE}'''\n") for n in range(7))
    )  # fmt: skip


def test_the_report_has_both_languages_a_row_a_student_and_loads_nothing(hostile):
    page = Page(render_class_report(hostile))

    assert page.languages == {"en", "hu"}
    heads = sum(tag == "th" for tag in page.tags)
    assert heads >= 2 * 7
    # Nothing is loaded; links lead to the pages of students beside it.
    assert {(tag, key) for tag, key, _ in page.loads} == {("a", "href")}
    assert all(re.fullmatch(r"feedback/[\w.-]+\.html", where) for _, _, where in page.loads)


def test_names_and_programs_are_escaped_on_every_page(hostile):
    pages = [render_class_report(hostile)]
    pages += [render_student_html(hostile, student, "hu") for student in hostile.students]

    for text in pages:
        assert Page(text).tags.count("script") == 1  # ours
        assert "alert(1)</script>" not in text
        assert HOSTILE[:25] in Page(text).text


def test_only_the_script_whose_digest_the_policy_names_can_run(hostile):
    import base64
    import hashlib

    text = render_class_report(hostile)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert f"script-src &#39;sha256-{digest}&#39;" in text or f"'sha256-{digest}'" in text
    assert "default-src" in text


def test_the_same_results_give_the_same_bytes(hostile):
    assert render_class_report(hostile) == render_class_report(hostile)


def test_a_name_cannot_end_its_code_span_in_markdown(class_of):
    results = class_of(("a", "`` ` ```evil``` <b>", 1.0))

    first = render_student_markdown(results, results.students[0], "en").splitlines()[2]

    assert first.startswith("```` `` ` ```evil``` <b> ````")


EVIL_FILES = [
    "[x](javascript:alert(1)).txt", "![x](http://evil/y.png)", "<img src=x onerror=alert(1)>", "`a`",
    "a\n# Full points\n", "<javascript:x>", "https://evil.example", "**bold** &lt;b&gt;", "\x1b]0;x\x07",
]  # fmt: skip


@pytest.mark.parametrize("name", EVIL_FILES)
def test_a_file_that_was_not_read_is_named_in_markdown_and_is_none(class_of, name):
    made = class_of(("a", "Ada", 1.0))
    student = replace(
        made.students[0], unread=(Unread(printable(name), f"is odd: {printable(name)}"),)
    )

    text = render_student_markdown(made, student, "en")

    tokens = MarkdownIt("commonmark").parse(text)
    inner = [child for token in tokens for child in token.children or ()]
    kinds = [token.type for token in (*tokens, *inner)]
    assert not set(kinds) & {"link_open", "image", "html_inline", "html_block"}
    assert kinds.count("strong_open") == 1  # the sum of the points
    assert kinds.count("heading_open") == 3  # the title, and two exercises
    said = "".join(child.content for child in inner)
    assert said.count(printable(name).strip()) == 2
    assert "\x1b" not in text


def test_students_whose_grade_found_no_row_are_listed_one_a_line(class_of, tmp_path):
    made = class_of(("a\x1b]0;x\x07\nb\u202e", "Ada", 1.0))
    canvas = tmp_path / "canvas.csv"
    canvas.write_text("Student,ID,SIS User ID,SIS Login ID,Section\n")

    write_outputs(made, tmp_path / "out", Gradebooks(canvas=canvas))

    text = (tmp_path / "out" / "canvas-not-placed.txt").read_text()
    assert text == "a\\x1b]0;x\\x07\\nb\\u202e\n"


def test_prose_makes_code_of_backticks_and_nothing_else():
    assert str(prose("`a<b` & <i>")) == "<code>a&lt;b</code> &amp; &lt;i&gt;"


COPIED = """
def zero_it(W):
    total = 0.0
    for step_number, (first_thing, second_thing) in enumerate(zip(W, reversed(W))):
        if step_number % 3 == 1 and first_thing is not second_thing:
            total += float(first_thing) ** 2 - 0.25 * float(second_thing)
        elif step_number > 17:
            total -= sum(part.item() for part in W if part.requires_grad)
        while total > 100.0:
            total /= 1.618
    return [total, total * total, max(total, 3.0)]
"""


def test_a_renamed_copy_of_an_unusual_program_is_asked_about(class_of):
    pytest.importorskip("copydetect")
    usual = "def zero_it(W):\n    W.grad.zero_()\n    return W\n"
    renamed = COPIED.replace("total", "sum_").replace("step_number", "i") + "# mine\n"
    students = [(f"s{n}", f"S{n}", 1.0, (), usual) for n in range(20)]
    results = class_of(*students, ("x", "X", 1.0, (), COPIED), ("y", "Y", 1.0, (), renamed))

    assert [group.students for group in find_alike(results)] == [("x", "y")]


def test_copies_of_one_program_are_one_row_in_a_small_class_too(class_of):
    pytest.importorskip("copydetect")
    usual = "def zero_it(W):\n    W.grad.zero_()\n    return W\n"
    students = [(f"s{n}", f"S{n}", 1.0, (), usual) for n in range(18)]
    copies = [(f"x{n}", f"X{n}", 1.0, (), COPIED) for n in range(4)]

    (group,) = find_alike(class_of(*students, *copies))

    assert group.students == ("x0", "x1", "x2", "x3")
    assert group.share == 1.0


def test_what_was_handed_out_makes_nobody_alike():
    pytest.importorskip("copydetect")
    ours = "import torch\nfrom autograder.notebook import check, use_language\nuse_language('en')\n"
    stub = "def helper(x):\n    return [x + 1, x * 2, x - 3, x / 4, x ** 5, x % 6]\n"
    own = "def zero_it(W):\n    return None\n"

    alone = gist_of(own, "zero_it")

    assert gist_of(f"{ours}{stub}{own}check('zero_it')\n", "zero_it", [stub]).pieces == alone.pieces
    assert gist_of(f"{ours}{stub}", "zero_it", [stub]).pieces == frozenset()


def test_what_many_wrote_alike_is_not_asked_about(class_of):
    pytest.importorskip("copydetect")
    results = class_of(*((f"s{n}", f"S{n}", 1.0, (), COPIED) for n in range(20)))

    assert find_alike(results) == ()
