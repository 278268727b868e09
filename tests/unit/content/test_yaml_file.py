"""YAML with places: a table of files -> exact complaints, and nothing but ContentError ever."""

from __future__ import annotations

import json
import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from autograder.content import (
    Chapter,
    ContentError,
    ExerciseSheet,
    Mistake,
    YamlFile,
    bundled_course_path,
    nearest,
    yaml_file,
)
from autograder.content.models import Explanations, Misconceptions

COURSE = bundled_course_path()
MODELS = [Chapter, ExerciseSheet, Misconceptions, Explanations]

SHEET = """\
number: 7
title:
  en: A title
  hu: Egy cím
claims:
  - check: result_is_right
    points: 2
    claim:
      en: It is right.
      hu: Jó.
hints:
  - en: one
    hu: egy
  - en: two
    hu: kettő
  - en: three
    hu: három
takeaway:
  en: Remember.
  hu: Jegyezd meg.
"""
TEXT = "{en: a, hu: b}"


@pytest.fixture
def written(tmp_path):
    """Writes a file and returns it read."""

    def write(content):
        path = tmp_path / "sheet.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return YamlFile(path, name="sheet.yaml")

    return write


@pytest.fixture
def complaints(written):
    """The lines of the error that a file gives; it must give one."""

    def read(content, model=ExerciseSheet):
        with pytest.raises(ContentError) as caught:
            written(content).validate(model, languages=["en", "hu"])
        return str(caught.value).splitlines()

    return read


# What is read


def test_a_right_file_becomes_its_model(written):
    sheet = written(SHEET).validate(ExerciseSheet)

    assert sheet.number == 7
    assert sheet.title["hu"] == "Egy cím"
    assert sheet.claims[0].points == 2.0
    assert [hint["en"] for hint in sheet.hints] == ["one", "two", "three"]


def test_what_is_not_given_has_its_default(written):
    sheet = written(SHEET).validate(ExerciseSheet)

    assert (sheet.function, sheet.cases, sheet.time_limit) == (None, 4, 2.0)
    assert (sheet.advice, sheet.facts, sheet.read_more) == ([], {}, [])


def test_a_model_can_not_be_changed_afterwards(written):
    sheet = written(SHEET).validate(ExerciseSheet)

    with pytest.raises(ValueError, match="frozen"):
        sheet.number = 8


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("True", "True"),
        ("NO", "NO"),
        ("1:30", "1:30"),
        ("2024-01-01", "2024-01-01"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1.2.3", "1.2.3"),
        (".inf", ".inf"),
        ("'true'", "true"),
        ('"12"', "12"),
        ("!!str 12", "12"),
        ("!!python/object:os.system ls", "ls"),
    ],
)
def test_this_scalar_stays_a_text(written, scalar, value):
    found = written(f"key: {scalar}\n").data["key"]

    assert found == value
    assert type(found) is str


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("1e-3", 0.001),
        ("1E3", 1000.0),
        ("-.5", -0.5),
        ("+2.", 2.0),
        ("12", 12),
        ("-12", -12),
        ("012", 12),
        ("true", True),
        ("false", False),
        ("~", None),
        ("null", None),
        ("", None),
    ],
)
def test_this_scalar_is_no_text(written, scalar, value):
    found = written(f"key: {scalar}\n").data["key"]

    assert found == value
    assert type(found) is type(value)


def test_a_number_too_large_for_a_float_is_infinite_not_an_error(written):
    assert written("key: 1e999\n").data["key"] == math.inf


def test_a_byte_order_mark_is_no_part_of_the_first_key(written):
    assert written(b"\xef\xbb\xbfkey: 1\n").data == {"key": 1}


def test_keys_are_always_texts(written):
    assert written("1: a\ntrue: b\nno: c\n").data == {"1": "a", "true": "b", "no": "c"}


def test_merge_keys_merge_nothing(written):
    assert written("<<: {a: 1}\nb: 2\n").data == {"<<": {"a": 1}, "b": 2}


def test_an_empty_file_holds_nothing(written):
    assert written("# only a comment\n").data is None


# What is complained about: a file (the sheet above with one thing changed) -> exact lines

COMPLAINTS = {
    "missing key": (
        SHEET.partition("takeaway:")[0],
        ["sheet.yaml:1:1: takeaway: is missing; add it"],
    ),
    "missing key of an inner mapping stands at that mapping": (
        SHEET.replace("  hu: Egy cím\n", ""),
        ["sheet.yaml:2:1: title.hu: is missing; add it"],
    ),
    "unknown key": (
        SHEET + "advise: [a]\n",
        ["sheet.yaml:21:1: advise: unknown key. Did you mean 'advice'?"],
    ),
    "unknown key like no other": (
        SHEET + "zzz: 1\n",
        ["sheet.yaml:21:1: zzz: unknown key. Remove it."],
    ),
    "unknown key in a list of mappings": (
        SHEET.replace("    points: 2", "    points: 2\n    point: 2"),
        ["sheet.yaml:8:5: claims.0.point: unknown key. Did you mean 'points'?"],
    ),
    "unknown key in an inner mapping": (
        SHEET.replace("  hu: Egy cím", "  hu: Egy cím\n  hun: Egy cím"),
        [
            "sheet.yaml:5:3: title.hun: unknown key. Did you mean 'hu'? The languages are en, hu; remove it, or name the language in course.yaml"
        ],
    ),
    "duplicate key": (
        SHEET + "number: 8\n",
        ["sheet.yaml:21:1: number: this key stands twice, first at line 1; remove one"],
    ),
    "duplicate key of an inner mapping": (
        SHEET.replace("  hu: Egy cím", "  en: Egy cím\n  hu: Egy cím"),
        ["sheet.yaml:4:3: title.en: this key stands twice, first at line 3; remove one"],
    ),
    "yes was a truth value in YAML 1.1": (
        SHEET + "bonus: yes\n",
        ["sheet.yaml:21:1: bonus: expected true or false, found 'yes'"],
    ),
    "and so was On": (
        SHEET + "torch: On\n",
        ["sheet.yaml:21:1: torch: expected true or false, found 'On'"],
    ),
    "keys are merged from nowhere": (
        SHEET + "facts:\n  x: &name {en: a, hu: b}\n  y: {<<: *name}\n",
        [
            "sheet.yaml:23:7: facts.y.<<: aliases (*name) are not used here",
            "sheet.yaml:23:7: facts.y.<<.[key]: is not of the form wanted here, found '<<'",
        ],
    ),
    "a truth value is no number": (
        SHEET.replace("points: 2", "points: true"),
        ["sheet.yaml:7:5: claims.0.points: expected a number, found True"],
    ),
    "a truth value is no whole number": (
        SHEET.replace("number: 7", "number: true"),
        ["sheet.yaml:1:1: number: expected a whole number, found True"],
    ),
    "a number in quotes is a text": (
        SHEET.replace("number: 7", "number: '7'"),
        ["sheet.yaml:1:1: number: expected a whole number, found '7'"],
    ),
    "a fraction is no whole number": (
        SHEET.replace("number: 7", "number: 7.5"),
        ["sheet.yaml:1:1: number: expected a whole number, found 7.5"],
    ),
    "a number is no text": (
        SHEET.replace("en: A title", "en: 42"),
        ["sheet.yaml:3:3: title.en: expected a text; put it in quotes, found 42"],
    ),
    "nothing is no text": (
        SHEET.replace("en: A title", "en:"),
        ["sheet.yaml:3:3: title.en: expected a text; put it in quotes, found None"],
    ),
    "blanks are no text": (
        SHEET.replace("en: A title", "en: '  '"),
        ["sheet.yaml:3:3: title.en: is empty; write it, found '  '"],
    ),
    "a text is no list": (
        SHEET + "advice: some\n",
        ["sheet.yaml:21:1: advice: expected a list, found 'some'"],
    ),
    "a text is no mapping of texts": (
        SHEET + "facts: some\n",
        ["sheet.yaml:21:1: facts: expected a mapping, found 'some'"],
    ),
    "a text in one language only": (
        SHEET.replace("  en: Remember.\n  hu: Jegyezd meg.", "  Remember."),
        ["sheet.yaml:18:1: takeaway: expected a mapping, found 'Remember.'"],
    ),
    "a list is no mapping of keys": (
        "- 1\n- 2\n",
        ["sheet.yaml:1:1: expected a mapping of keys to values"],
    ),
    "an address without https": (
        SHEET + "read_more:\n  - http://pytorch.org\n",
        [
            "sheet.yaml:22:5: read_more.0: is not of the form wanted here, found 'http://pytorch.org'"
        ],
    ),
    "a check that is no name": (
        SHEET.replace("check: result_is_right", "check: result is right"),
        ["sheet.yaml:6:5: claims.0.check: is not of the form wanted here, found 'result is right'"],
    ),
    "an alias": (
        SHEET.replace("  hu: Egy cím", "  hu: &name Egy cím") + "function: *name\n",
        ["sheet.yaml:21:1: function: aliases (*name) are not used here"],
    ),
    "broken indentation": (
        "title:\n  en: a\n hu: b\n",
        [
            (
                "sheet.yaml:3:2: expected <block end>, but found '<block mapping start>'; "
                "is the indentation right, a text quoted?"
            )
        ],
    ),
    "a tab as indentation": (
        "title:\n\ten: a\n",
        [
            (
                "sheet.yaml:2:1: found character '\\t' that cannot start any token; "
                "is the indentation right, a text quoted?"
            )
        ],
    ),
    "a colon in a text without quotes": (
        "title: a: b\n",
        [
            (
                "sheet.yaml:1:9: mapping values are not allowed here; "
                "is the indentation right, a text quoted?"
            )
        ],
    ),
    "two documents in one file": (
        "number: 1\n---\nnumber: 2\n",
        [
            "sheet.yaml:2:1: but found another document; is the indentation right, a text quoted?",
        ],
    ),
    "not UTF-8": (
        b"title: caf\xe9\n",
        ["sheet.yaml:1:1: is not UTF-8 at byte 10; save it as UTF-8"],
    ),
    "over 1 MB": (
        b"#" * 1_000_001,
        ["sheet.yaml:1:1: larger than 1 MB; split the file"],
    ),
    "a number that is marked as one and is none": (
        "number: !!int seven\n",
        ["sheet.yaml:1:1: is not YAML: invalid literal for int() with base 10: 'seven'"],
    ),
}


@pytest.mark.parametrize(("content", "lines"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_complaint_names_file_line_column_key_and_fix(complaints, content, lines):
    # A key whose value is an alias has no value: what the model says of that is beside the point.
    told = [
        line for line in complaints(content) if not line.endswith("found None") or lines == [line]
    ]

    assert told == lines


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(complaints):
    content = (
        SHEET.replace("number: 7", "number: seven").replace("points: 2", "points: true")
        + "advise: []\nnumber: 8\n"
    )

    assert [line.split(": ")[:2] for line in complaints(content)] == [
        ["sheet.yaml:1:1", "number"],
        ["sheet.yaml:7:5", "claims.0.points"],
        ["sheet.yaml:21:1", "advise"],
        ["sheet.yaml:22:1", "number"],
    ]


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("number: 7", "number: 0", "number"),
        ("points: 2", "points: 0", "claims.0.points"),
        ("points: 2", "points: 101", "claims.0.points"),
        ("points: 2", "points: -1e-3", "claims.0.points"),
        ("number: 7", "number: 7\ncases: 0", "cases"),
        ("number: 7", "number: 7\ncases: 21", "cases"),
        ("number: 7", "number: 7\ntime_limit: 0", "time_limit"),
        ("number: 7", "number: 7\ntime_limit: 121", "time_limit"),
        ("number: 7", "number: 7\ntime_limit: !!float nan", "time_limit"),
        ("  - en: three\n    hu: három\n", "", "hints"),
        ("  - en: three", "  - en: four\n    hu: négy\n  - en: three", "hints"),
    ],
)
def test_a_value_out_of_its_range_is_refused_at_its_key(complaints, before, after, key):
    (line,) = complaints(SHEET.replace(before, after))

    assert line.split(": ")[1] == key


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("number: 7", "number: 0", "number: expected at least 1, found 0"),
        ("points: 2", "points: 101", "claims.0.points: expected at most 100, found 101"),
        ("points: 2", "points: 0", "claims.0.points: expected more than 0, found 0"),
        ("  - en: three\n    hu: három\n", "", "hints: expected at least 3 of them"),
    ],
)
def test_a_bound_is_told_in_our_words_with_the_bound(complaints, before, after, told):
    (line,) = complaints(SHEET.replace(before, after))

    assert line.partition(" ")[2] == told


def test_a_missing_file_can_not_be_read(tmp_path):
    with pytest.raises(ContentError) as caught:
        YamlFile(tmp_path / "none.yaml", name="none.yaml")

    assert str(caught.value) == "none.yaml:1:1: can't be read: No such file or directory"


def test_a_folder_can_not_be_read(tmp_path):
    with pytest.raises(ContentError) as caught:
        YamlFile(tmp_path, name="folder")

    assert str(caught.value) == "folder:1:1: can't be read: Is a directory"


def test_without_another_name_the_path_is_shown(tmp_path):
    path = tmp_path / "none.yaml"

    with pytest.raises(ContentError, match=f"^{path}:1:1: "):
        YamlFile(path)


def test_one_mistake_told_twice_is_shown_once():
    mistake = Mistake("a.yaml", 1, 2, "key", "is bad")

    assert str(ContentError([mistake, mistake])) == "a.yaml:1:2: key: is bad"


def test_a_mistake_at_an_unknown_key_stands_at_its_nearest_parent(written):
    file = written("title:\n  en: a\nnumber: 1\n")

    assert str(file.mistake(("title", "hu", "x"), "is bad")) == "sheet.yaml:1:1: title.hu.x: is bad"
    assert str(file.mistake(("title", "en"), "is bad")) == "sheet.yaml:2:3: title.en: is bad"


def test_each_entry_of_a_list_knows_its_place(written):
    file = written("advice:\n  - one\n  - two\n")

    assert str(file.mistake(("advice", 1), "is bad")) == "sheet.yaml:3:5: advice.1: is bad"


# Hostile files


def test_a_billion_laughs_stay_three_words(written):
    laughs = "l0: &l0 [ha, ha, ha]\n" + "".join(
        f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )

    file = written(laughs)

    assert file.data["l29"] == [None] * 9
    with pytest.raises(ContentError) as caught:
        file.validate(Misconceptions)
    refused = [m for m in caught.value.mistakes if m.problem.startswith("aliases")]
    assert len(refused) == 29 * 9


def test_a_list_that_holds_itself_is_refused(complaints):
    assert complaints("a: &a [*a]\n")[-1].endswith(": a.0: aliases (*name) are not used here")


def test_an_alias_in_a_list_is_refused_where_it_stands(complaints):
    told = complaints(SHEET + "advice:\n  - &name a\n  - *name\n")

    assert "sheet.yaml:23:5: advice.1: aliases (*name) are not used here" in told


@pytest.mark.parametrize(
    "before", ["facts: {x: &name a, *name : b}\n", "number: &name 8\nnumber: *name\n"]
)
def test_an_alias_that_is_not_looked_at_moves_no_other(complaints, before):
    told = complaints(SHEET + before + "advice:\n  - &other a\n  - *other\n")

    line = len((SHEET + before).splitlines()) + 3
    assert f"sheet.yaml:{line}:5: advice.1: aliases (*name) are not used here" in told


def test_python_objects_are_not_made(tmp_path, written):
    bait = tmp_path / "bait"

    written(f"!!python/object/apply:os.mkdir ['{bait}']\n")

    assert not bait.exists()


@pytest.mark.parametrize(
    "escape",
    [
        r"\ud800",
        r"\U00110000",
        r"\UFFFFFFFF",
    ],
)
def test_an_impossible_character_is_refused(complaints, escape):
    assert complaints(f'title: "{escape}"\n')


def test_an_alias_that_stands_for_nothing_is_refused(complaints):
    told = complaints(SHEET + "function: *name\n")

    assert told[0].startswith("sheet.yaml:21:")
    assert "alias" in told[0]


def test_brackets_nested_too_deep_are_refused(complaints):
    (line,) = complaints("[" * 1_000)

    assert line.startswith("sheet.yaml:1:1: is not YAML: maximum recursion depth exceeded")


def test_an_integer_of_five_thousand_digits_is_refused(complaints):
    (line,) = complaints("number: " + "9" * 5_000)

    assert line.startswith("sheet.yaml:1:1: is not YAML: Exceeds the limit")


def test_a_key_that_is_a_list_is_refused_in_words(complaints):
    assert complaints(SHEET + "? [a, b]\n: 1\n") == [
        "sheet.yaml:21:3: a key is a text, not a list or mapping"
    ]


@pytest.mark.parametrize(
    ("model", "content", "line"),
    [
        (
            Misconceptions,
            f"m:\n  title: {TEXT}\n  sentence: {TEXT}\n  sentense: {TEXT}\n",
            "sheet.yaml:4:3: m.sentense: unknown key. Did you mean 'sentence'?",
        ),
        (
            Explanations,
            f"e:\n  match: x\n  means: {TEXT}\n  misconception: []\n",
            "sheet.yaml:4:3: e.misconception: unknown key. Did you mean 'misconceptions'?",
        ),
        (
            Misconceptions,
            "m:\n  title: {en: a, hu: b, hun: c}\n  sentence: {en: a, hu: b}\n",
            "sheet.yaml:2:25: m.title.hun: unknown key. Did you mean 'hu'? The languages are en, hu; remove it, or name the language in course.yaml",
        ),
        (
            ExerciseSheet,
            SHEET + "facts:\n  W.x:\n    en: a\n    hu: b\n    hun: c\n",
            "sheet.yaml:25:5: facts.W.x.hun: unknown key. Did you mean 'hu'? The languages are en, hu; remove it, or name the language in course.yaml",
        ),
    ],
    ids=["misconceptions.yaml", "errors.yaml", "a text", "facts"],
)
def test_an_unknown_key_below_an_id_gets_a_suggestion_too(complaints, model, content, line):
    assert complaints(content, model) == [line]


# Whatever the file holds, authors read a ContentError and never a traceback.

EACH_MODEL = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
YAML_SIGNS = "ab:-?*&!|>{}[],#'\"%@` \n\t01."
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
KEYS = st.text() | st.sampled_from([*ExerciseSheet.model_fields, "en", "hu", "match"])
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)


@pytest.fixture(scope="module")
def any_file(tmp_path_factory):
    return tmp_path_factory.mktemp("yaml") / "any.yaml"


def only_a_content_error(path, content, model):
    path.write_bytes(content)
    mistakes = ()
    try:
        YamlFile(path, name="any.yaml").validate(model)
    except ContentError as error:
        mistakes = error.mistakes
    assert all(m.file == "any.yaml" and m.line >= 1 and m.problem for m in mistakes)


@EACH_MODEL
@given(content=st.text())
def test_any_text_gives_a_content_error_at_worst(any_file, model, content):
    only_a_content_error(any_file, content.encode(), model)


@EACH_MODEL
@given(content=st.binary())
def test_any_bytes_give_a_content_error_at_worst(any_file, model, content):
    only_a_content_error(any_file, content, model)


@EACH_MODEL
@given(content=st.text(alphabet=YAML_SIGNS))
def test_any_heap_of_yaml_signs_gives_a_content_error_at_worst(any_file, model, content):
    only_a_content_error(any_file, content.encode(), model)


@EACH_MODEL
@given(data=DATA)
def test_any_data_gives_a_content_error_at_worst(any_file, model, data):
    only_a_content_error(any_file, json.dumps(data).encode(), model)


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [
        ("advise", " Did you mean 'advice'?"),
        ("poits", " Did you mean 'points'?"),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_nearest_names_the_nearest_word_or_nothing(word, suggestion):
    assert nearest(word, ["advice", "points", "title"]) == suggestion


def test_nearest_of_nothing_is_nothing():
    assert nearest("word", []) == ""


def test_any_pydantic_model_can_be_read(written):
    class Point(BaseModel):
        model_config = ConfigDict(strict=True)
        x: float
        y: float | None = None

    assert written("x: 1\n").validate(Point) == Point(x=1.0)


# Quickly read is the same as read


def tree(node):
    """A node with its tag, value and place, and all that is in it."""
    if node is None:
        return None
    value = node.value
    if isinstance(node, yaml.MappingNode):
        value = [(tree(name), tree(part)) for name, part in value]
    elif isinstance(node, yaml.SequenceNode):
        value = [tree(part) for part in value]
    return node.tag, value, node.start_mark.line, node.start_mark.column


@pytest.mark.by_day(3)
@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML has no libyaml here")
@pytest.mark.parametrize("chapter", sorted(p.name for p in COURSE.iterdir() if p.is_dir()))
def test_libyaml_and_pyyaml_read_every_file_of_the_course_alike(chapter):
    files = sorted((COURSE / chapter).rglob("*.yaml"))
    texts = [file.read_text(encoding="utf-8") for file in files]

    loaders = yaml_file._QuickLoader, yaml_file._Loader

    assert files
    for text in [*texts, "a: &x 1\nb: *x\n", "- [1e-3, no, ~, '12']\n- {a: !t b}\n", ""]:
        quick, own = (yaml.compose(text, Loader=loader) for loader in loaders)
        assert tree(quick) == tree(own)
