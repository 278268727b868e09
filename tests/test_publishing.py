"""
Published quizzes, read by programs that we did not write: qti3-item-player and gift-pegjs.

Moodle XML and QTI 1.2/2.1 are read by a strict re-reader of our own, below, and compared with the
files under ``tests/golden``, which were imported into the real Moodle and Canvas outside.
``python tests/test_publishing.py`` writes these anew.
"""

from __future__ import annotations

import functools
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from courses import bundled_course, miniature_course

from autograder.content import load_course
from autograder.content.items import ItemKind
from autograder.generating.quizzes.exports import exported, solved_course
from autograder.generating.quizzes.forms import Way
from autograder.generating.quizzes.gift import as_bank, read_gift
from autograder.generating.quizzes.making import as_html, pools_of
from autograder.generating.quizzes.moodle import FRACTIONS
from autograder.generating.quizzes.patterns import number_pattern, numbers_pattern
from autograder.quizzes import judge_answer

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
NODE = HERE / "node"
MINIATURE = miniature_course()
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
TITLE = "Gradlings"

needs_node = pytest.mark.skipif(
    not (NODE / "node_modules" / "qti3-item-player").is_dir() or not shutil.which("node"),
    reason="needs node and `npm ci` in tests/node",
)


@functools.cache  # A course takes seconds to solve.
def course_and_items(which):
    course = MINIATURE if which == "miniature" else bundled_course()
    return course, solved_course(course, list(course.banks), variants=3)


@pytest.fixture(scope="module", params=["miniature", "course"])
def published(request):
    course, solved = course_and_items(request.param)
    if not solved:
        pytest.skip("the course has no items")
    return course, solved


@pytest.fixture(scope="module")
def miniature():
    return course_and_items("miniature")


def node(script, text):
    done = subprocess.run(
        ["node", str(NODE / script)], input=text, capture_output=True, text=True, check=False,
        timeout=600, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def all_solved(solved):
    return [one for items in solved.values() for each in items.values() for one in each]


# QTI 3.0, executed


def attempts(form, solved):
    """Responses to one item, and what our own judge says of each."""
    question = solved.question
    if form.way is Way.ORDER:
        for answer in (solved.right[0], *solved.wrong[:2]):
            yield answer.split(","), judge_answer(question, solved.key, answer).credit
    elif form.way is Way.SEVERAL:
        right = list(solved.right)
        wrong = [o.id for o in question.options if o.id not in right]
        for chosen in (right, right[:1], [*right, *wrong[:1]], wrong[:1]):
            if chosen:
                typed = ",".join(chosen)
                yield chosen, judge_answer(question, solved.key, typed).credit
    elif form.choices:
        for choice in form.choices:
            yield choice.id, float(choice.right)
    else:
        for answer, told in solved.answers.items():
            shown = solved.shown[answer]
            yield shown, float(told.right)
            if question.kind is ItemKind.NUMBER:
                yield shown.replace(".", ","), float(told.right)
        yield "123456", 0.0


@needs_node
def test_the_player_gives_full_partial_and_no_marks_as_we_do(published):
    course, solved = published
    by_id = {}
    for one in all_solved(solved):
        by_id[one.question.item, one.question.variant] = one
        if one.why is not None:
            by_id[one.why.question.item, one.question.variant] = one.why
    package = zipfile.ZipFile(io.BytesIO(exported(course, solved, "qti3", "hu", TITLE)))
    items, expected = [], []
    for pool in pools_of(course, solved, "hu"):
        for form in pool.forms[:1]:
            item = by_id[form.item, int(form.id.rpartition("-")[2])]
            tried = list(attempts(form, item))
            xml = package.read(f"items/{form.id}.xml").decode()
            items.append({"xml": xml, "responses": [response for response, _ in tried]})
            expected.append((form.id, tried))

    played = node("play.mjs", json.dumps(items))

    differing = [
        (name, response, got["score"], credit)
        for (name, tried), results in zip(expected, played, strict=True)
        for (response, credit), got in zip(tried, results, strict=True)
        if abs(got["score"] - credit) > 1e-4
    ]
    assert differing == []
    scores = {round(got["score"], 2) for results in played for got in results}
    assert {0.0, 1.0} < scores  # some credit is partial


@needs_node
def test_the_player_shows_what_the_misconception_says(miniature):
    course, solved = miniature
    package = zipfile.ZipFile(io.BytesIO(exported(course, solved, "qti3", "en", TITLE)))
    xml = package.read("items/N1-0.xml").decode()

    ((right, wrong, _),) = node(
        "play.mjs", json.dumps([{"xml": xml, "responses": ["12", "6", "7"]}])
    )

    said = re.search(r'identifier="said-2"[^>]*>(.*?)</qti-modal-feedback>', xml, re.DOTALL)[1]
    assert (right["feedback"], wrong["feedback"]) == (["explain"], ["said-2", "explain"])
    assert MINIATURE.misconceptions["sum_for_mean"].sentence.en in said


@pytest.mark.parametrize("digits", [0, 1, 2])
@pytest.mark.parametrize("units", [0, 1, -1, 5, 10, 100, 331, 600, -250, 1000])
def test_a_pattern_takes_the_numbers_that_our_judge_takes(units, digits):
    pattern = re.compile(number_pattern(units, digits))
    for part in range(-25, 26):
        value = (units + part / 10) / 10**digits
        for text in (f"{value:.4f}", f"{value:.4f}".replace(".", ","), f"{value:g}"):
            if "e" in text or (value < 0 and units == 0 and part == 0):
                continue
            inside = abs(float(text.replace(",", ".")) * 10**digits - units) < 1 - 1e-9
            near_edge = abs(abs(float(text.replace(",", ".")) * 10**digits - units) - 1) < 1e-6
            if units in (1, -1) and float(text.replace(",", ".")) * units < 0:
                continue  # beyond zero: nobody means 0.01 by -0.001
            if not near_edge and not (
                units and abs(units) == 1 and inside and abs(value * 10**digits) < 1
            ):
                assert bool(pattern.fullmatch(text)) == inside, (text, pattern.pattern)


def test_a_pattern_for_several_numbers_takes_brackets_and_blanks():
    pattern = re.compile(numbers_pattern((20, 400), 1))

    taken = ["[2, 40]", "2,40", "2 40", "(2.0; 40,0)", " [ 2 , 40 ] "]
    assert all(pattern.fullmatch(text) for text in taken)
    assert not any(pattern.fullmatch(text) for text in ("[2, 4]", "[2]", "240", "[40, 2]"))


# Moodle XML


def moodle_questions(data):
    """Strictly: every element that our items need, and none that we do not know."""
    root = ET.fromstring(data)
    assert root.tag == "quiz"
    category, found = "", []
    for question in root:
        assert question.tag == "question"
        if question.get("type") == "category":
            category = question.findtext("category/text")
            assert category.startswith("$course$/top/")
            continue
        found.append((category, question))
    return found


@pytest.mark.parametrize("language", ["en", "hu"])
def test_moodle_gets_only_what_it_takes(published, language):
    course, solved = published
    questions = moodle_questions(exported(course, solved, "moodle", language, TITLE))

    numbers = [question.findtext("idnumber") for _, question in questions]
    assert len(set(numbers)) == len(numbers)
    for _, question in questions:
        kind = question.get("type")
        assert kind in ("multichoice", "numerical", "shortanswer", "ordering")
        assert question.findtext("name/text")
        assert question.findtext("questiontext/text")
        assert question.findtext("generalfeedback/text")
        assert len(question.findall("hint")) == 2
        assert "gradlings" in [tag.text for tag in question.iterfind("tags/tag/text")]
        answers = question.findall("answer")
        fractions = [answer.get("fraction") for answer in answers]
        if kind == "ordering":
            assert question.findtext("shownumcorrect")
            assert fractions == [str(n) for n in range(1, len(answers) + 1)]
            continue
        assert {fraction.lstrip("-") for fraction in fractions} <= set(FRACTIONS)
        right = sum(float(fraction) for fraction in fractions if float(fraction) > 0)
        if kind == "multichoice":
            assert right == pytest.approx(100, abs=0.01)
        else:
            assert "100" in fractions
        if kind == "shortanswer":
            assert all("*" not in a.findtext("text").replace("\\*", "") for a in answers)
        if kind == "numerical":
            assert all(float(a.findtext("tolerance")) > 0 for a in answers)


def test_moodle_accepts_what_we_accept(miniature):
    """A reader of our own that grades as Moodle's engine does."""
    course, solved = miniature
    questions = {
        question.findtext("idnumber"): question
        for _, question in moodle_questions(exported(course, solved, "moodle", "en", TITLE))
    }

    def grade(idnumber, response):
        best = 0.0
        for answer in questions[idnumber].findall("answer"):
            text = answer.findtext("text")
            if questions[idnumber].get("type") == "numerical":
                fits = abs(float(response) - float(text)) <= float(answer.findtext("tolerance"))
            else:
                fits = response.casefold() == text.replace("\\*", "*").casefold()
            if fits:
                best = max(best, float(answer.get("fraction")) / 100)
        return best

    assert [grade("gradlings-N1-0-en", n) for n in ("12", "12.005", "12.02", "6")] == [1, 1, 0, 0]
    assert [grade("gradlings-S1-0-en", s) for s in ("(4, 4)", "4,4", "(4,)")] == [1, 1, 0]
    assert [grade("gradlings-T1-0-en", t) for t in ("[2, 40]", "2;40", "[2, 4]")] == [1, 1, 0]


def test_variants_stand_in_a_category_of_their_own(miniature):
    course, solved = miniature
    questions = moodle_questions(exported(course, solved, "moodle", "hu", TITLE))

    places = {c for c, q in questions if re.match(r"gradlings-N1-\d", q.findtext("idnumber"))}
    assert [place.rpartition("/")[2] for place in places] == ["N1"]
    one = {c for c, q in questions if re.match(r"gradlings-S1-\d", q.findtext("idnumber"))}
    assert not any(place.endswith("S1") for place in one)


# QTI 1.2 for Canvas, QTI 2.1 for Blackboard


def test_canvas_gets_its_own_types_and_every_reference_leads_somewhere(published):
    course, solved = published
    package = zipfile.ZipFile(io.BytesIO(exported(course, solved, "canvas", "hu", TITLE)))
    manifest = ET.fromstring(package.read("imsmanifest.xml"))
    files = [element.get("href") for element in manifest.iter() if element.tag.endswith("}file")]
    assert set(files) == set(package.namelist()) - {"imsmanifest.xml"}

    (name,) = (n for n in files if not n.endswith("assessment_meta.xml"))
    root = ET.fromstring(package.read(name))
    items = list(root.iter(f"{QTI}item"))
    idents = [item.get("ident") for item in items]
    assert len(set(idents)) == len(idents)
    for item in items:
        fields = {
            field.findtext(f"{QTI}fieldlabel"): field.findtext(f"{QTI}fieldentry")
            for field in item.iter(f"{QTI}qtimetadatafield")
        }
        assert fields["question_type"] in (
            "multiple_choice_question", "multiple_answers_question", "numerical_question",
            "short_answer_question",
        )  # fmt: skip
        labels = {label.get("ident") for label in item.iter(f"{QTI}response_label")}
        asked = {equal.text for equal in item.iter(f"{QTI}varequal")}
        if fields["question_type"].startswith("multiple"):
            assert asked <= labels
            assert fields["original_answer_ids"].split(",") == [
                label.get("ident") for label in item.iter(f"{QTI}response_label")
            ]
        shown = {display.get("linkrefid") for display in item.iter(f"{QTI}displayfeedback")}
        there = {feedback.get("ident") for feedback in item.iter(f"{QTI}itemfeedback")}
        assert shown == there
        scores = [s.text for s in item.iter(f"{QTI}setvar")]
        assert scores == ["100"]


def test_blackboard_gets_a_package_whose_parts_are_all_there(published):
    course, solved = published
    package = zipfile.ZipFile(io.BytesIO(exported(course, solved, "qti21", "en", TITLE)))
    manifest = ET.fromstring(package.read("imsmanifest.xml"))
    resources = {e.get("identifier"): e for e in manifest.iter() if e.tag.endswith("}resource")}
    hrefs = {resource.get("href") for resource in resources.values()}
    assert hrefs == set(package.namelist()) - {"imsmanifest.xml"}
    dependencies = {
        e.get("identifierref") for e in manifest.iter() if e.tag.endswith("}dependency")
    }
    assert dependencies == set(resources) - {"test"}
    space = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
    for name in hrefs - {"test.xml"}:
        root = ET.fromstring(package.read(name))
        assert root.tag == f"{space}assessmentItem"
        declared = {e.get("identifier") for e in root.iter(f"{space}outcomeDeclaration")}
        set_ = {e.get("identifier") for e in root.iter(f"{space}setOutcomeValue")}
        assert set_ <= declared == {"SCORE", "FEEDBACK"}
        correct = [e.text for e in root.iterfind(f"{space}responseDeclaration/*/{space}value")]
        choices = {e.get("identifier") for e in root.iter(f"{space}simpleChoice")}
        assert not choices or set(correct) <= choices


@pytest.mark.parametrize("which", ["miniature", "course"])
@pytest.mark.parametrize("language", ["en", "hu"])
@pytest.mark.parametrize(
    ("name", "suffix"), [("moodle", "moodle.xml"), ("canvas", "canvas.zip"), ("qti21", "qti21.zip")]
)
def test_what_is_published_is_what_was_imported(which, language, name, suffix):
    """A golden file was imported into the real thing; a change has to be, too."""
    path = GOLDEN / f"{which}.{language}.{suffix}"
    if not path.exists():
        pytest.fail(f"{path} is missing; write it: python tests/test_publishing.py")
    course, solved = course_and_items(which)

    assert parts(exported(course, solved, name, language, TITLE)) == parts(path.read_bytes())


def parts(data):
    """Compression may differ between machines; what is compressed may not."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode()
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_what_looks_like_markup_in_a_text_is_shown_as_text():
    assert as_html("a <b>x</b> & `w <- 1`") == (
        "<p>a &lt;b&gt;x&lt;/b&gt; &amp; <code>w &lt;- 1</code></p>"
    )


def test_jupyterquiz_gets_the_fields_that_it_reads(miniature):
    course, solved = miniature
    questions = json.loads(exported(course, solved, "jupyterquiz", "en", TITLE))

    kinds = {"multiple_choice", "many_choice", "numeric", "string"}
    assert {question["type"] for question in questions} == kinds
    for question in questions:
        assert any(answer.get("correct") for answer in question["answers"])
        assert all(answer["feedback"] for answer in question["answers"])


def test_a_sheet_holds_no_key_and_the_key_does(miniature):
    course, solved = miniature
    sheet = exported(course, solved, "sheet", "en", TITLE).decode()
    key = exported(course, solved, "sheet-key", "en", TITLE).decode()

    assert "Twice 2 · 3.0." not in sheet
    assert "<strong>12</strong>" in key
    assert "Twice 2 · 3.0." in key


# GIFT


SAMPLE = r"""// [id:first] [tag:grad]
::Leaf::Is a result of `w * 2` a leaf? {
=no#A result has a grad_fn.
~yes#Look at its `grad_fn`.
~only in no_grad
}

$CATEGORY: $course$/top/Autograd

::Two right::[markdown]Which may require grad? {
~%50%float32
~%50%complex64
~%-100%int64#Integers know no small change.
}

::Slope::d(w²)/dw at 3 {#6:0.01}

::Span::Between? {#1.5..2.5}

Backward returns the gradient. {FALSE#It returns None.#Right, it fills `.grad`.}

::Escapes::What is \{w\: 1 \= 1\}? {=a set\=dict ~a \~list}

Who wrote it? {=Anna =Béla}

::Match::Match. {=a -> 1 =b -> 2}

::Essay::Say why. {}

A description only.
"""


def test_gift_is_read_and_what_we_cannot_ask_is_told():
    questions, refused = read_gift(SAMPLE)

    assert [(q.name, q.kind) for q in questions] == [
        ("Leaf", "single"), ("Two right", "multiple"), ("Slope", "number"), ("Span", "number"),
        ("question 5", "single"), ("Escapes", "single"),
    ]  # fmt: skip
    assert questions[2].value == (6, 0.01)
    assert questions[3].value == (2, 0.5)
    assert questions[5].stem == "What is {w: 1 = 1}?"
    assert questions[0].tags == ("grad",)
    assert [(one.line, one.why.split(";")[0]) for one in refused] == [
        (24, "is a short answer"), (26, "is a matching question"), (28, "is an essay"),
        (30, "has no answers in braces"),
    ]  # fmt: skip


@needs_node
def test_gift_is_read_as_gift_pegjs_reads_it():
    theirs = node("gift.mjs", SAMPLE)
    ours, _ = read_gift(SAMPLE)

    def answers(question):
        match question["type"]:
            case "MC":
                return {
                    (c["text"]["text"], c["isCorrect"] or (c.get("weight") or 0) > 0)
                    for c in question["choices"]
                }
            case "TF":
                return {("True", question["isTrue"]), ("False", not question["isTrue"])}
        return set()

    known = [q for q in theirs if q["type"] in ("MC", "TF", "Numerical")]
    assert len(known) == len(ours)
    for mine, other in zip(ours, known, strict=True):
        assert mine.stem == other["stem"]["text"]
        assert {(a.text, a.right) for a in mine.answers} == answers(other)
    assert [q["choices"].get("number") for q in known if q["type"] == "Numerical"] == [6, None]


def test_a_read_bank_is_one_that_we_can_ask(tmp_path):
    from autograder.assignments.assignment import dump
    from autograder.authoring.quizzes import lint_bank, solver_for
    from autograder.authoring.snippets import SnippetRunner

    shutil.copytree(HERE / "course", tmp_path / "course")
    public, solutions = as_bank(read_gift(SAMPLE)[0], prefix="G", after="step", concept="steps")
    for side, data in (("exercises", public), ("solutions", solutions)):
        place = tmp_path / "course" / side / "01_values"
        (place / "quiz.yaml").write_text(dump(data), encoding="utf-8")
    course = load_course(tmp_path / "course" / "exercises")
    with SnippetRunner() as runner:
        reports = list(lint_bank(course, "01_values", solver_for(course, runner)))

    assert [report.item for report in reports] == [f"G0{n}" for n in range(1, 7)]
    told = [c for report in reports for c in report.complaints]
    # What a GIFT file did not say, its reader has to write.
    assert all("says nothing" in c or "argue" in c or "predicts no wrong" in c for c in told), told


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for which in ("miniature", "course"):
        course, solved = course_and_items(which)
        for language in ("en", "hu"):
            for name, suffix in (
                ("moodle", "moodle.xml"),
                ("canvas", "canvas.zip"),
                ("qti21", "qti21.zip"),
            ):
                path = GOLDEN / f"{which}.{language}.{suffix}"
                path.write_bytes(exported(course, solved, name, language, TITLE))
                print(f"wrote {path}")
    sys.exit()
