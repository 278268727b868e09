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

import platforms
import pytest
import qti_readers
import torch
from courses import bundled_course, miniature_course
from platforms import flattened

from autograder.assignments import load_assignment
from autograder.authoring.items import Solver
from autograder.content import load_course
from autograder.content.items import Item, ItemKind, ItemSolution
from autograder.generating.places import Places
from autograder.generating.quizzes.exports import FORMATS, exported, solved_course
from autograder.generating.quizzes.forms import Way
from autograder.generating.quizzes.gift import read_gift
from autograder.generating.quizzes.gift_bank import as_bank
from autograder.generating.quizzes.making import pools_of
from autograder.generating.quizzes.markup import as_html
from autograder.generating.quizzes.moodle import FRACTIONS
from autograder.generating.quizzes.packages import as_cdata
from autograder.generating.quizzes.patterns import number_pattern, numbers_pattern
from autograder.generating.quizzes.target import quiz_keys, write_quiz
from autograder.languages import Words
from autograder.quizzes import AnswerError, ItemError, judge_answer, kind_of
from autograder.quizzes.stamps import read_letters, read_stamp

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
NODE = HERE / "node"
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
TITLE = "Gradlings"
#: The formats of the files that were imported into real platforms.
IMPORTED = ("moodle", "canvas", "canvas-banks", "qti21", "qti3")

needs_node = pytest.mark.skipif(
    not (NODE / "node_modules" / "qti3-item-player").is_dir() or not shutil.which("node"),
    reason="needs node and `npm ci` in tests/node",
)


class Published:
    """A course, its items solved, and what publishes them; each file is made once, for that takes long."""

    def __init__(self, course):
        self.course = course
        self.solved = solved_course(course, list(course.banks), variants=3)
        self.file, self.pools, self.texts = map(
            functools.cache, (self._file, self._pools, self._texts)
        )

    def _file(self, name, language):
        return exported(self.course, self.solved, name, language, TITLE)

    def _pools(self, language, **more):
        return pools_of(self.course, self.solved, language, **more)

    def _texts(self, language):
        """The prompts and the options of each format, as HTML."""
        return published_texts(self, language)

    def worth(self, points, name, language="en"):
        """A file in which items are worth these *points*."""
        return exported(self.course, self.solved, name, language, TITLE, points)

    @functools.cached_property
    def each(self):
        """All variants of all items."""
        return [one for items in self.solved.values() for each in items.values() for one in each]

    @functools.cached_property
    def by_name(self):
        """Each question with its key, and each *why*, by item and variant."""
        each = [*self.each, *(one.why for one in self.each if one.why is not None)]
        return {(one.question.item, one.question.variant): one for one in each}


COURSES = {"miniature": miniature_course, "course": bundled_course}
publication = functools.cache(lambda which: Published(COURSES[which]()))


@pytest.fixture(params=COURSES)
def published(request, lending):
    with lending():
        return publication(request.param)


@pytest.fixture
def miniature(lending):
    with lending():
        return publication("miniature")


def node(script, text):
    done = subprocess.run(
        ["node", str(NODE / script)], input=text, capture_output=True, text=True, check=False,
        timeout=600, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def moodle(published, language="en"):
    return published.file("moodle", language).decode()


def assessment(package):
    """The file with the questions of a *package* for Canvas."""
    files = platforms.read_zip(package)
    (name,) = (n for n in files if n != "imsmanifest.xml" and "meta" not in n)
    return files[name]


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
@pytest.mark.parametrize(
    "published", ["miniature", pytest.param("course", marks=pytest.mark.nightly)], indirect=True
)
def test_the_player_gives_full_partial_and_no_marks_as_we_do(published):
    package = zipfile.ZipFile(io.BytesIO(published.file("qti3", "hu")))
    items, expected = [], []
    for pool in published.pools("hu"):
        for form in pool.forms[:1]:
            item = published.by_name[form.item, int(form.id.rpartition("-")[2])]
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
    package = zipfile.ZipFile(io.BytesIO(miniature.file("qti3", "en")))
    xml = package.read("items/N1-0.xml").decode()

    ((right, wrong, _),) = node(
        "play.mjs", json.dumps([{"xml": xml, "responses": ["12", "6", "7"]}])
    )

    said = re.search(r'identifier="said-2"[^>]*>(.*?)</qti-modal-feedback>', xml, re.DOTALL)[1]
    assert (right["feedback"], wrong["feedback"]) == (["explain"], ["said-2", "explain"])
    assert miniature.course.misconceptions["sum_for_mean"].sentence["en"] in said


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


# Every platform: what it reads, and what it gives for an answer


def copied(question, numbers):
    """A list of numbers as one copies it from Python or torch, or types it."""
    if question.kind is ItemKind.SHAPE:
        sizes = [int(number) for number in numbers]
        yield from (str(tuple(sizes)), str(sizes), str(torch.Size(sizes)))
        yield f"torch.Size( {sizes} )"
        if sizes:
            yield from ("( " + ", ".join(map(str, sizes)) + " )", ",".join(map(str, sizes)))
            yield " x ".join(map(str, sizes))
        return
    if len(numbers) == 1:
        yield from (f"{numbers[0]:g}", f" {numbers[0]:.2f} ", f"{numbers[0]:+g}")
        return
    yield from (str(numbers), f"tensor({numbers})", str(torch.tensor(numbers)))
    yield str(torch.tensor(numbers)).removeprefix("tensor(").removesuffix(")")
    yield from (f"({numbers[0]:g},{numbers[1]:g})",) if len(numbers) == 2 else ()
    yield "; ".join(f"{number:g}".replace(".", ",") for number in numbers)
    yield "[ " + " ".join(f"{number:.{question.digits}f}" for number in numbers) + " ]"


def entered(form, solved):
    """What learners enter, and what our judge gives for it."""
    question = solved.question
    labels = [choice.label for choice in form.choices]
    if form.way is Way.ORDER:
        given = [
            labels,
            labels[::-1],
            [*labels[1:], labels[0]],
            [labels[1], labels[0], *labels[2:]],
        ]
    elif form.way is Way.SEVERAL:
        right = [choice.label for choice in form.right]
        wrong = [label for label in labels if label not in right]
        given = [
            right,
            right[:1],
            labels,
            [*right, *wrong[:1]],
            [*right[:1], *wrong[:1]],
            wrong[:1],
        ]
    elif form.choices:
        given = [[label] for label in labels]
    else:
        unit = 10**question.digits if question.kind is not ItemKind.SHAPE else 1
        given = [
            text
            for answer in solved.answers
            for text in copied(question, [int(n) / unit for n in answer.split(",") if n])
            if "e+" not in text
        ]
        given += ["123456", "no idea"]
    for one in filter(None, given):
        answer = one if isinstance(one, str) else "".join(one).lower()
        try:
            yield one, judge_answer(question, solved.key, answer).credit
        except AnswerError:
            yield one, 0.0


def disagreements(published, credit_of, **more):
    found, given_credits = [], set()
    questions = published.by_name
    for pool in published.pools("hu", **more):
        for form in pool.forms:
            question = questions[form.item, int(form.id.rpartition("-")[2])]
            for given, ours in entered(form, question):
                theirs = credit_of(form, given)
                given_credits.add(theirs)
                if theirs != pytest.approx(ours, abs=1e-4):
                    found.append((form.stamp, given, theirs, ours))
    assert {0.0, 1.0} < given_credits  # some credit is partial
    return found


def test_moodle_gives_what_our_judge_gives(published):
    questions = {
        question.findtext("idnumber"): question
        for _, question in platforms.moodle_questions(moodle(published, "hu"))
    }

    def credit(form, given):
        return platforms.moodle_credit(questions[f"gradlings-{form.id}-hu"], given)

    assert disagreements(published, credit) == []


def test_canvas_classic_gives_what_our_judge_gives(published):
    items = {}
    for name, text in platforms.read_zip(published.file("canvas-banks", "hu")).items():
        if name.endswith(".qti"):
            items |= {i.get("title"): (m, i) for m, i in platforms.canvas_items(text)}

    def credit(form, given):
        fields, item = items[form.stamp]
        return platforms.canvas_credit(fields["question_type"], item, given)

    assert disagreements(published, credit, ordering=False) == []


def test_blackboard_gives_what_our_judge_gives(published):
    """But for a decimal comma, and for what surrounds a number, which its field does not take."""
    items = qti_items(published.file("qti21", "hu"))

    found = disagreements(published, lambda f, given: qti_readers.qti21_credit(items[f.id], given))

    assert found == []


def test_jupyterquiz_says_right_where_our_judge_gives_full_marks(published):
    first = {
        name: variants[:1]
        for items in published.solved.values()
        for name, variants in items.items()
    }
    questions = {
        read_stamp(flattened(question["question"]))[0]: question
        for question in json.loads(published.file("jupyterquiz", "hu"))
    }
    assert questions.keys() == first.keys()
    keys = published.by_name
    for pool in published.pools("hu", ordering=False):
        if pool.why:
            continue
        form = pool.forms[0]
        for given, ours in entered(form, keys[form.item, 0]):
            right = platforms.jupyterquiz_credit(questions[form.item], given)
            assert right == float(ours == 1), (form.stamp, given)


def qti_items(package):
    """The items of a package by identifier."""
    return {
        ET.fromstring(text).get("identifier"): text
        for name, text in platforms.read_zip(package).items()
        if name.startswith("items/")
    }


@pytest.mark.parametrize("name", ["qti21", "qti3"])
@pytest.mark.parametrize("language", ["en", "hu"])
def test_qti_holds_each_text_to_the_letter(published, language, name):
    items = qti_items(published.file(name, language))

    for pool in published.pools(language):
        for form in pool.forms:
            said = {f"choice {c.id}": c.html for c in form.choices} | {"prompt": form.prompt}
            shown = [c.feedback for c in form.choices] if form.way is not Way.ORDER else []
            read = qti_readers.item_texts(items[form.id])
            assert {key: read[key] for key in said} == {
                key: qti_readers.as_inner(html) for key, html in said.items()
            }
            assert read["feedback explain"] == qti_readers.as_inner(form.explain)
            for choice, feedback in zip(form.choices, shown, strict=False):
                if feedback:
                    assert read[f"feedback said-{choice.id}"] == qti_readers.as_inner(feedback)


@pytest.mark.parametrize("language", ["en", "hu"])
def test_canvas_gets_each_text_to_the_letter(published, language):
    texts = {}
    banks = published.file("canvas-banks", language)
    for name, text in platforms.read_zip(banks).items():
        if name.endswith(".qti"):
            texts |= {
                item.get("title"): [e.text or "" for e in item.iter(f"{QTI}mattext")]
                for _, item in platforms.canvas_items(text)
            }

    for pool in published.pools(language, ordering=False):
        for form in pool.forms:
            assert {form.prompt, *(c.html for c in form.choices)} <= set(texts[form.stamp])


@pytest.mark.parametrize("language", ["en", "hu"])
def test_jupyterquiz_gets_each_text_to_the_letter(published, language):
    questions = json.loads(published.file("jupyterquiz", language))
    asked = [pool for pool in published.pools(language, ordering=False) if not pool.why]

    for question, pool in zip(questions, asked, strict=True):
        form = pool.forms[0]
        assert question["question"] == form.prompt
        if form.choices:
            assert [a["answer"] for a in question["answers"]] == [c.html for c in form.choices]


@pytest.mark.parametrize("language", ["en", "hu"])
def test_every_prompt_and_option_is_known_again_however_it_is_flattened(published, language):
    prompts, options = published.texts(language)
    pools = published.pools(language)
    named = {
        (form.item, int(form.id.rpartition("-")[2]) if len(pool.forms) > 1 else 0)
        for pool in pools
        for form in pool.forms
    }

    for name, texts in prompts.items():
        for breaks in (True, False):
            read = [read_stamp(flattened(text, breaks=breaks)) for text in texts]
            assert set(read) <= named, name
            assert len(set(read)) == len(read), name
    assert set(map(read_stamp, map(flattened, prompts["moodle"]))) == named
    for name, texts in options.items():
        begin = [flattened(text, breaks=False)[:10] for text in texts]
        assert all(read_letters(text) or re.match(r"\d+: ", text) for text in begin), name


def published_texts(published, language):
    """The prompts and the options of each format, as HTML."""
    prompts, options = {}, {}
    questions = [q for _, q in platforms.moodle_questions(moodle(published, language))]
    prompts["moodle"] = [q.findtext("questiontext/text") for q in questions]
    options["moodle"] = [
        answer.findtext("text")
        for question in questions
        if question.get("type") in ("multichoice", "ordering")
        for answer in question.findall("answer")
    ]
    items = [
        item for _, item in platforms.canvas_items(assessment(published.file("canvas", language)))
    ]
    prompts["canvas"] = [i.findtext(f"{QTI}presentation/{QTI}material/{QTI}mattext") for i in items]
    options["canvas"] = [
        label.findtext(f".//{QTI}mattext")
        for item in items
        for label in item.iter(f"{QTI}response_label")
        if label.find(f".//{QTI}mattext") is not None
    ]
    for name in ("qti21", "qti3"):
        files = platforms.read_zip(published.file(name, language))
        roots = [ET.fromstring(files[n]) for n in files if n.startswith("items/")]
        bodies = [
            e for r in roots for e in r.iter() if e.tag.lower().endswith(("itembody", "item-body"))
        ]
        prompts[name] = [ET.tostring(body[0], encoding="unicode") for body in bodies]
        options[name] = [
            ET.tostring(e, encoding="unicode")
            for body in bodies
            for e in body.iter()
            if e.tag.endswith(("simpleChoice", "simple-choice"))
        ]
    asked = json.loads(published.file("jupyterquiz", language))
    prompts["jupyterquiz"] = [one["question"] for one in asked]
    options["jupyterquiz"] = [
        a["answer"] for one in asked if one["type"].endswith("choice") for a in one["answers"]
    ]
    sheet = published.file("sheet", language).decode()
    prompts["sheet"] = re.findall(r"</h2>\s*(<p>.*?)(?=\n<)", sheet, re.DOTALL)
    options["sheet"] = [text.replace("___ ", "") for text in re.findall("<li>(.*?)</li>", sheet)]
    return prompts, options


@pytest.mark.parametrize("language", ["en", "hu"])
def test_no_quiz_says_what_it_asks_for(published, language):
    """A *why* says its item's answer, so it is asked in another quiz, or not at all."""
    prompts, _ = published.texts(language)

    for name in ("canvas", "jupyterquiz", "sheet"):
        stamps = [read_stamp(flattened(text))[0] for text in prompts[name]]
        assert len(stamps) == len(set(stamps) if name != "canvas" else stamps)
        assert not any("." in item for item in stamps), name
    places = {"item": set(), "why": set()}
    for category, question in platforms.moodle_questions(moodle(published, language)):
        item, _ = read_stamp(question.findtext("name/text"))
        places["why" if item.endswith(".why") else "item"].add(category)
    why = {"en": "Why?", "hu": "Miért?"}[language]
    assert places["why"]
    assert all(f"/{TITLE}/{why}/" in place for place in places["why"])
    assert not any(f"/{TITLE}/{why}/" in place for place in places["item"])
    for name in ("qti21", "qti3"):
        files = platforms.read_zip(published.file(name, language))
        drawn, whys = (
            re.findall(r'href="items/([^"]+)\.xml"', files[n]) for n in ("test.xml", "whys.xml")
        )
        assert not any("-why-" in item for item in drawn)
        assert all("-why-" in item for item in whys)
        assert len(drawn) + len(whys) == sum(n.startswith("items/") for n in files)


def test_one_import_brings_canvas_a_bank_for_each_chapter(published):
    files = platforms.read_zip(published.file("canvas-banks", "hu"))
    manifest = ET.fromstring(files.pop("imsmanifest.xml"))
    listed = {element.get("href") for element in manifest.iter() if element.tag.endswith("}file")}
    assert listed == set(files)
    # Without this file, Canvas takes the package for a stranger's, and finds no banks.
    assert platforms.canvas_package(ET.tostring(manifest, encoding="unicode")) == "canvas_cartridge"
    assert files.pop("course_settings/canvas_export.txt")

    banks = {}
    for name, text in files.items():
        assert re.fullmatch(r"non_cc_assessments/g[0-9a-f]{32}\.xml\.qti", name)
        (bank,) = ET.fromstring(text)
        assert bank.tag == f"{QTI}objectbank"
        (label,) = (f for f in bank.iterfind(f"{QTI}qtimetadata/{QTI}qtimetadatafield"))
        assert label.findtext(f"{QTI}fieldlabel") == "bank_title"
        stamps = [item.get("title") for _, item in platforms.canvas_items(text)]
        banks[label.findtext(f"{QTI}fieldentry")] = {read_stamp(stamp)[0] for stamp in stamps}
    for chapter, items in published.solved.items():
        title = f"{TITLE}: {published.course.chapters[chapter].title['hu']}"
        whys = {f"{name}.why" for name, each in items.items() if each[0].why}
        assert banks[title] == set(items)
        assert banks.get(f"{title} – Miért?", set()) == whys


def test_points_reach_each_platform(miniature):
    points = {"N1": 2.5, "M1": 3.0}

    def worth(name):
        return miniature.worth(points, name)

    grades = {
        question.findtext("name/text").partition("·")[0]: float(question.findtext("defaultgrade"))
        for _, question in platforms.moodle_questions(worth("moodle").decode())
        if "why" not in question.findtext("name/text")
    }
    assert grades == {item: points.get(item, 1.0) for item in solved_names(miniature.solved)}
    text = assessment(worth("canvas"))
    for fields, item in platforms.canvas_items(text):
        name = read_stamp(item.get("title"))[0]
        assert float(fields["points_possible"]) == points.get(name, 1.0)
    drawn = [float(e.text) for e in ET.fromstring(text).iter(f"{QTI}points_per_item")]
    assert max(drawn) == 2.5
    files = platforms.read_zip(worth("canvas"))
    (meta,) = (files[name] for name in files if name.endswith("assessment_meta.xml"))
    whole = len(solved_names(miniature.solved)) - 2 + 2.5 + 3
    assert f"<points_possible>{whole}</points_possible>" in meta
    test = platforms.read_zip(worth("qti3"))["test.xml"]
    assert test.count('value="2.5"') == len(next(iter(miniature.solved.values()))["N1"])
    assert "Points: 2.5" in worth("sheet").decode()


@pytest.mark.usefixtures("lent")
def test_an_assignments_files_have_its_points_and_its_sheet_no_answers(tmp_path):
    sheet = {
        "title": "Homework", "secret": "0123456789abcdef", "exercises": ["step"],
        "quiz": [{"id": "N1", "points": 2}, "C1", {"id": "O1", "points": 0.5}],
    }  # fmt: skip
    (tmp_path / "hw1.yaml").write_text(json.dumps(sheet), encoding="utf-8")
    assignment = load_assignment(tmp_path / "hw1.yaml", miniature_course())

    places = Places(tmp_path / "out" / "students", tmp_path / "out" / "instructor" / "quiz")
    write_quiz(assignment, None, places)

    for language in assignment.sheet.languages:
        place = tmp_path / "out" / "instructor" / "quiz"
        questions = platforms.moodle_questions(
            (place / f"hw1.{language}.moodle.xml").read_text("utf-8")
        )
        worth = {
            read_stamp(question.findtext("name/text"))[0]: float(question.findtext("defaultgrade"))
            for _, question in questions
        }
        assert worth == {"N1": 2, "C1": 1, "O1": 0.5, "N1.why": 0}
        files = platforms.read_zip((place / f"hw1.{language}.canvas.zip").read_bytes())
        (meta,) = (files[name] for name in files if name.endswith("assessment_meta.xml"))
        assert "<points_possible>3.5</points_possible>" in meta
        handed_out = (tmp_path / "out" / "students" / f"hw1.{language}.sheet.html").read_text(
            "utf-8"
        )
        assert "N1·1" in handed_out
        assert "N1·why" not in handed_out
        for solved in quiz_keys(assignment)["N1"]:
            answer = solved.shown[solved.right[0]]
            assert f"<code>{answer}</code>" not in handed_out
        # Whoever imports all that is in a file, whys too, asks for as many points as the assignment.
        assert set(totals(tmp_path / "out", language).values()) == {3.5}


def totals(out, language):
    """What a class can get by each format of an assignment, everything in it being asked once."""
    instructor = out / "instructor" / "quiz"
    files = {
        name: platforms.read_zip(
            (instructor / f"hw1.{language}{FORMATS[name].suffix}").read_bytes()
        )
        for name in ("canvas", "canvas-banks", "qti21", "qti3")
    }
    moodle_worth = {
        read_stamp(question.findtext("name/text"))[0]: float(question.findtext("defaultgrade"))
        for _, question in platforms.moodle_questions(
            (instructor / f"hw1.{language}.moodle.xml").read_text("utf-8")
        )
    }
    found = {"moodle": sum(moodle_worth.values())}
    for name in ("canvas", "canvas-banks"):
        worth = {
            read_stamp(item.get("title"))[0]: float(fields["points_possible"])
            for text in files[name].values()
            if "questestinterop" in text
            for fields, item in platforms.canvas_items(text)
        }
        found[name] = sum(worth.values())
    for name in ("qti21", "qti3"):
        found[name] = sum(
            qti_readers.points_of_test(files[name][test]) for test in ("test.xml", "whys.xml")
        )
    sheet = (out / "students" / f"hw1.{language}.sheet.html").read_text("utf-8")
    questions = re.findall(r'<section class="question".*?</section>', sheet, re.DOTALL)
    stated = [re.search(r'class="soft">[^<\d]*([\d.]+)</span>', one) for one in questions]
    found["sheet"] = sum(float(one[1]) if one else 1.0 for one in stated)
    return found


def solved_names(solved):
    return [name for items in solved.values() for name in items]


def test_a_hungarian_file_says_nothing_in_english(published):
    """Of each of the program's sentences, and of each text of the items."""
    english = set()
    catalogue = (
        HERE.parent / "autograder/languages/locale/hu/LC_MESSAGES/gradlings.po"
    ).read_text()
    for message in re.findall(r'^msgid (?:"")?((?:\s*".*")+)', catalogue, re.MULTILINE):
        text = "".join(json.loads(line.strip()) for line in message.splitlines() if line.strip())
        english |= {part.strip() for part in re.split(r"\{[^}]*\}", text) if len(part.strip()) > 8}
    pairs = [
        (text["en"], text["hu"])
        for one in published.by_name.values()
        for text in (one.question.stem, one.explain, *(o.text for o in one.question.options))
    ]
    english |= {en for en, hu in pairs if en != hu and len(en) > 8}
    hungarian = "\n".join(hu for _, hu in pairs)
    for name in ("moodle", "canvas", "canvas-banks", "qti21", "qti3", "jupyterquiz", "sheet"):
        for text in as_texts(published.file(name, "hu")):
            shown = flattened(re.sub(r"<(style|script).*?</\1>", "", text, flags=re.DOTALL))
            shown = flattened(shown)
            found = [words for words in english if words in shown and words not in hungarian]
            assert found == [], name


def test_every_sentence_that_a_file_says_is_in_the_catalogue(miniature, monkeypatch):
    said = set()

    def filled(words, translated, given):
        said.add((words.language, translated))
        return fill(words, translated, given)

    fill = Words._filled
    monkeypatch.setattr(Words, "_filled", filled)
    for language in ("en", "hu"):
        for name in (
            "moodle",
            "canvas",
            "canvas-banks",
            "qti3",
            "jupyterquiz",
            "sheet",
            "sheet-key",
        ):
            miniature.worth({}, name, language)  # made anew

    sentences = {text for language, text in said if language == "en"}
    assert "The answer is: {answer}." in sentences
    assert sentences & {text for language, text in said if language == "hu"} == set()


def as_texts(data):
    found = parts(data)
    return found.values() if isinstance(found, dict) else [found]


@pytest.mark.parametrize("language", ["en", "hu"])
def test_each_platform_says_how_a_typed_answer_is_written(published, language):
    prompts, _ = published.texts(language)
    says = {"en": "Your answer: ", "hu": "Megadandó: "}[language]
    kinds = {item: one.question.kind for (item, _), one in published.by_name.items()}
    typed = (ItemKind.NUMBER, ItemKind.SHAPE, ItemKind.TENSOR)
    for name, texts in prompts.items():
        for text in texts:
            item, _ = read_stamp(flattened(text))
            assert (says in text) == (kinds[item] in typed), (name, item)


@pytest.mark.parametrize("kind", [ItemKind.SHAPE, ItemKind.TENSOR])
def test_every_spelling_that_platforms_take_is_one_that_our_judge_takes(published, kind):
    for one in published.each:
        if one.question.kind is not kind:
            continue
        for answer, told in one.answers.items():
            for text in kind_of(kind).spellings(one.question, answer, one.shown[answer]):
                verdict = judge_answer(one.question, one.key, text)
                assert (verdict.correct, answer) == (told.right, answer), text


# Moodle XML


@pytest.mark.parametrize("language", ["en", "hu"])
def test_moodle_gets_each_text_to_the_letter(published, language):
    texts = list(platforms.moodle_texts(moodle(published, language)))

    assert len(texts) > 100
    assert [pair for pair in texts if pair[0] != pair[1]] == []


def test_the_end_of_a_section_may_stand_in_a_text():
    root = ET.Element("quiz")
    ET.SubElement(root, "text").text = "a[b[0]]> 1 é ]]>]]> & <p> </p>"

    ((got, meant),) = platforms.moodle_texts(as_cdata(root, "text"))

    assert got == meant == "a[b[0]]> 1 é ]]>]]> & <p> </p>"


@pytest.mark.parametrize("language", ["en", "hu"])
def test_moodle_gets_only_what_it_takes(published, language):
    questions = platforms.moodle_questions(moodle(published, language))

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


def test_variants_stand_in_a_category_of_their_own(miniature):
    questions = platforms.moodle_questions(moodle(miniature, "hu"))

    places = {c for c, q in questions if re.match(r"gradlings-N1-\d", q.findtext("idnumber"))}
    assert [place.rpartition("/")[2] for place in places] == ["N1"]
    one = {c for c, q in questions if re.match(r"gradlings-S1-\d", q.findtext("idnumber"))}
    assert not any(place.endswith("S1") for place in one)


# QTI 1.2 for Canvas, QTI 2.1 for Blackboard


def test_canvas_gets_its_own_types_and_every_reference_leads_somewhere(published):
    package = zipfile.ZipFile(io.BytesIO(published.file("canvas", "hu")))
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
    package = zipfile.ZipFile(io.BytesIO(published.file("qti21", "en")))
    manifest = ET.fromstring(package.read("imsmanifest.xml"))
    resources = {e.get("identifier"): e for e in manifest.iter() if e.tag.endswith("}resource")}
    hrefs = {resource.get("href") for resource in resources.values()}
    assert hrefs == set(package.namelist()) - {"imsmanifest.xml"}
    dependencies = {
        e.get("identifierref") for e in manifest.iter() if e.tag.endswith("}dependency")
    }
    tests = {name for name, e in resources.items() if "_test_" in e.get("type")}
    assert dependencies == set(resources) - tests
    space = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
    for name in hrefs - {f"{test}.xml" for test in tests}:
        root = ET.fromstring(package.read(name))
        assert root.tag == f"{space}assessmentItem"
        declared = {e.get("identifier") for e in root.iter(f"{space}outcomeDeclaration")}
        set_ = {e.get("identifier") for e in root.iter(f"{space}setOutcomeValue")}
        assert set_ <= declared == {"SCORE", "FEEDBACK"}
        correct = [e.text for e in root.iterfind(f"{space}responseDeclaration/*/{space}value")]
        choices = {e.get("identifier") for e in root.iter(f"{space}simpleChoice")}
        assert not choices or set(correct) <= choices


@pytest.mark.parametrize("language", ["en", "hu"])
@pytest.mark.parametrize(("name", "suffix"), [(name, FORMATS[name].suffix) for name in IMPORTED])
def test_what_is_published_is_what_was_imported(published, request, language, name, suffix):
    """The files are imported into the real things, outside; so a change is seen, and tried there."""
    path = GOLDEN / f"{request.node.callspec.params['published']}.{language}{suffix}"
    if not path.exists():
        pytest.fail(f"{path} is missing; write it: python tests/test_publishing.py")

    assert parts(published.file(name, language)) == parts(path.read_bytes())


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


@pytest.mark.parametrize("language", ["en", "hu"])
def test_items_of_qti_3_hold_what_the_schema_allows(published, language):
    files = platforms.read_zip(published.file("qti3", language))

    assert {name: faults for name, text in files.items() if name.startswith("items/")
            if (faults := qti_readers.qti3_faults(text))} == {}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "hu"])
def test_items_of_qti_2_1_hold_what_the_schema_allows(published, language):
    items = qti_items(published.file("qti21", language))

    assert {name: faults for name, text in items.items()
            if (faults := qti_readers.qti21_faults(text))} == {}  # fmt: skip


def test_jupyterquiz_never_calls_a_right_answer_wrong(published):
    for question in json.loads(published.file("jupyterquiz", "en")):
        assert "`" not in flattened(question["question"])
        for answer in question["answers"]:
            assert not (answer.get("correct") and answer["feedback"] == "Not this."), question


def test_jupyterquiz_gets_the_fields_that_it_reads(miniature):
    questions = json.loads(miniature.file("jupyterquiz", "en"))

    kinds = {"multiple_choice", "many_choice", "numeric", "string"}
    assert {question["type"] for question in questions} == kinds
    for question in questions:
        assert any(answer.get("correct") for answer in question["answers"])
        assert all(answer["feedback"] for answer in question["answers"])


def test_a_sheet_holds_no_key_and_the_key_does(miniature):
    sheet = miniature.file("sheet", "en").decode()
    key = miniature.file("sheet-key", "en").decode()

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


@pytest.fixture
def from_moodle():
    """Questions as Moodle's own GIFT export writes them, and the same with HTML in them."""
    text = (HERE / "cases" / "moodle.gift").read_text(encoding="utf-8")
    questions, refused = read_gift(text)
    return {question.name: question for question in questions}, refused


def test_a_number_is_read_with_its_weights_and_stays_unsaid(from_moodle):
    questions, _ = from_moodle
    public, solutions = as_bank(
        [*questions.values()], prefix="G", after="step", concept="steps", languages=["en", "hu"]
    )

    assert questions["Num"].value == (0.33, 0.005)
    assert questions["Num2"].value == (12, 0.01)
    assert questions["Late"].value == (7, 0)
    numbers = [name for name, item in public.items() if item["kind"] == "number"]
    assert len(numbers) == 3
    for name in numbers:
        assert "code" not in public[name]
        value = re.search(r"[\d.]+", solutions[name]["code"]).group()
        assert value not in json.dumps(public[name])


def test_an_imported_number_can_be_asked_and_shows_no_code(from_moodle, snippets):
    questions, _ = from_moodle
    public, solutions = as_bank(
        [questions["Num2"]], prefix="G", after="step", concept="steps", languages=["en", "hu"]
    )
    item = Item.model_validate(public["G01"])
    solution = ItemSolution.model_validate(solutions["G01"])
    solved = Solver(snippets, {}, "public").variant("G01", item, solution, 0)

    assert solved.question.code is None
    assert judge_answer(solved.question, solved.key, "12,0").correct
    assert not judge_answer(solved.question, solved.key, "6").correct


def test_a_number_needs_its_code_in_one_place(from_moodle, snippets):
    questions, _ = from_moodle
    public, solutions = as_bank(
        [questions["Num2"]], prefix="G", after="step", concept="steps", languages=["en", "hu"]
    )
    shown = {**public["G01"], "code": "answer = 1"}
    unseen = {"explain": solutions["G01"]["explain"]}
    solver = Solver(snippets, {}, "public")
    for item, solution in ((shown, solutions["G01"]), (public["G01"], unseen)):
        with pytest.raises(ItemError, match="code"):
            solver.variant("G01", Item.model_validate(item), ItemSolution(**solution), 0)


@pytest.mark.parametrize("name", ["Esc", "Html", "Bare"])
def test_code_of_several_lines_stays_a_block(from_moodle, name):
    questions, _ = from_moodle

    html = as_html(questions[name].stem)

    block = re.search(r"<pre><code[^>]*>(.*?)</code></pre>", html, re.DOTALL).group(1)
    assert flattened(block).splitlines()[0] == "y = w ** 2 # c"
    assert 'd = {"a": 1}' in flattened(block)
    assert "<code>w.grad</code>" in html


def test_what_only_looks_like_a_tag_stays(from_moodle):
    questions, _ = from_moodle

    assert [answer.text for answer in questions["Angles"].answers] == ["a < b and c > d", "a<b>c"]
    assert "0 < x" in questions["Bare"].stem


def test_what_cannot_be_asked_is_called_by_its_name(from_moodle):
    _, refused = from_moodle

    assert [one.why.split(";")[0] for one in refused] == [
        "is a short answer with weights", "is a short answer", "is a matching question",
        "is an essay", "is an ordering question", "is a short answer with weights",
        "asks for a number, but its answer is none",
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


def test_a_read_bank_is_one_that_we_can_ask(tmp_path, snippets):
    from autograder.assignments.assignment import dump
    from autograder.authoring.quizzes import lint_bank, solver_for

    shutil.copytree(HERE / "course", tmp_path / "course")
    public, solutions = as_bank(
        read_gift(SAMPLE)[0], prefix="G", after="step", concept="steps", languages=["en", "hu"]
    )
    for side, data in (("exercises", public), ("solutions", solutions)):
        place = tmp_path / "course" / side / "01_values"
        (place / "quiz.yaml").write_text(dump(data), encoding="utf-8")
    course = load_course(tmp_path / "course" / "exercises")
    reports = list(lint_bank(course, "01_values", solver_for(course, snippets)))

    assert [report.item for report in reports] == [f"G0{n}" for n in range(1, 7)]
    told = [c for report in reports for c in report.complaints]
    # What a GIFT file did not say, its reader has to write.
    assert all("says nothing" in c or "argue" in c or "predicts no wrong" in c for c in told), told


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for which in COURSES:
        for language in ("en", "hu"):
            for name in IMPORTED:
                path = GOLDEN / f"{which}.{language}{FORMATS[name].suffix}"
                path.write_bytes(publication(which).file(name, language))
                print(f"wrote {path}")
    sys.exit()
