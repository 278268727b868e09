"""Submissions as text: whatever the file is, it is looked at and never run."""

from __future__ import annotations

import ast
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submissions import (
    MAX_BYTES,
    SubmissionError,
    defined_functions,
    read_submission,
    source_of,
    without_magics,
)
from autograder.submissions.parsing import parsed

SCRIPT = "def slope(x):\n    return 3 * x**2\n"


@pytest.fixture
def file(tmp_path):
    """Writes a file of this name and returns its path."""

    def file(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return file


@pytest.fixture
def notebook(file):
    """Writes a notebook of these code cells and returns what is read of it."""

    def notebook(*sources):
        cells = [cell(source) for source in sources]
        return read_submission(file("nb.ipynb", json.dumps({"cells": cells, "nbformat": 4})))

    return notebook


def cell(source, cell_type="code"):
    return {"cell_type": cell_type, "source": source, "metadata": {}, "outputs": []}


def refused(path):
    with pytest.raises(SubmissionError) as caught:
        read_submission(path)
    return str(caught.value)


# Scripts


def test_a_script_is_read_as_it_is(file):
    assert read_submission(file("a.py", SCRIPT)) == SCRIPT


def test_an_empty_script_is_a_submission(file):
    assert read_submission(file("a.py", "")) == ""


def test_a_byte_order_mark_is_no_part_of_the_code(file):
    assert read_submission(file("a.py", b"\xef\xbb\xbf" + SCRIPT.encode())) == SCRIPT


def test_letters_beyond_ascii_are_read(file):
    assert read_submission(file("a.py", "# árvíztűrő ✓\n")) == "# árvíztűrő ✓\n"


def test_a_script_that_is_not_python_is_still_read(file):
    assert read_submission(file("a.py", "def (:\n")) == "def (:\n"


def test_magics_in_a_script_are_passed_over_as_in_a_notebook(file):
    script = "%matplotlib inline\nx = 1\n"
    assert read_submission(file("a.py", script)) == "pass  # %matplotlib inline\nx = 1\n"


def test_a_file_of_another_name_is_read_as_a_script(file):
    assert read_submission(file("answer.txt", SCRIPT)) == SCRIPT


def test_a_link_is_followed(file, tmp_path):
    (tmp_path / "link.py").symlink_to(file("a.py", SCRIPT))

    assert read_submission(tmp_path / "link.py") == SCRIPT


def test_a_file_that_is_not_utf_8_is_refused(file):
    path = file("a.py", b"# caf\xe9\n")

    assert refused(path) == f"{path} is not UTF-8 at byte 5; save it with UTF-8 encoding"


def test_a_missing_file_is_refused(tmp_path):
    path = tmp_path / "none.py"

    assert refused(path) == f"{path} can't be read: No such file or directory"


def test_a_folder_is_refused(tmp_path):
    assert refused(tmp_path) == f"{tmp_path} is no regular file; give a .py or .ipynb file"


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    path = tmp_path / "pipe.py"
    os.mkfifo(path)

    assert refused(path) == f"{path} is no regular file; give a .py or .ipynb file"


def test_a_device_is_refused(tmp_path):
    path = tmp_path / "endless.py"
    path.symlink_to("/dev/zero")

    assert refused(path) == f"{path} is no regular file; give a .py or .ipynb file"


def test_a_link_to_itself_is_refused(tmp_path):
    path = tmp_path / "loop.py"
    path.symlink_to(path)

    assert refused(path).startswith(f"{path} can't be read: ")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "large.py"
    with path.open("wb") as large:
        large.truncate(MAX_BYTES + 1)  # a sparse file: it takes no space

    assert refused(path) == f"{path} is larger than 50 MB"


def test_a_name_that_no_file_can_have_is_refused(tmp_path):
    assert refused(tmp_path / ("x" * 300)).endswith("can't be read: File name too long")


# Notebooks


def test_the_code_cells_of_a_notebook_are_read_in_order(notebook):
    assert notebook("x = 1", "y = 2") == "x = 1\n\ny = 2\n"


def test_other_cells_are_left_out(file):
    cells = [cell("# Title", "markdown"), cell("x = 1"), cell("raw", "raw")]
    path = file("nb.ipynb", json.dumps({"cells": cells}))

    assert read_submission(path) == "x = 1\n"


def test_a_cell_may_be_a_list_of_lines(notebook):
    assert notebook(["def f():\n", "    return 1"]) == "def f():\n    return 1\n"


def test_outputs_are_not_read(file):
    shown = cell("x = 1") | {"outputs": [{"output_type": "stream", "text": "secret"}]}
    path = file("nb.ipynb", json.dumps({"cells": [shown]}))

    assert "secret" not in read_submission(path)


def test_a_notebook_without_cells_is_empty(notebook):
    assert notebook() == "\n"


def test_a_notebook_with_a_byte_order_mark_is_read(file):
    content = b"\xef\xbb\xbf" + json.dumps({"cells": [cell("x = 1")]}).encode()

    assert read_submission(file("nb.ipynb", content)) == "x = 1\n"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("%matplotlib inline", "pass  # %matplotlib inline"),
        ("!rm -rf ~", "pass  # !rm -rf ~"),
        ("?torch.no_grad", "pass  # ?torch.no_grad"),
        ("  !ls", "  pass  # !ls"),
        ("x = 1\n%timeit f(2)\nz = 3", "x = 1\npass  # %timeit f(2)\nz = 3"),
        ("for i in y:\n    !ls", "for i in y:\n    pass  # !ls"),
        ("%%bash\nrm -rf ~", "# %%bash\n# rm -rf ~"),
        ("\n%%writefile a.py\nx = 1", "# \n# %%writefile a.py\n# x = 1"),
        ("%%time", "# %%time"),
        ("x = 7 % 2", "x = 7 % 2"),
        ("x = y != z", "x = y != z"),
        ("s = 'what?'", "s = 'what?'"),
    ],
)
def test_what_jupyter_runs_itself_is_commented_out(notebook, source, code):
    assert notebook(source) == code + "\n"


def test_a_cell_of_another_language_leaves_the_next_one_alone(notebook):
    assert notebook("%%bash\nls", "x = 1") == "# %%bash\n# ls\n\nx = 1\n"


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_no_kind_of_line_end_lets_a_shell_line_out_of_its_comment(notebook, ends):
    code = notebook(f"%%bash{ends}import os")

    assert ast.parse(code).body == []


@pytest.mark.parametrize(
    "source", ["x = f'''\n%d\n'''", "text = '''\n!important\n'''", "y = (10\n% 3)"]
)
def test_a_line_within_a_statement_is_no_magic(notebook, source):
    assert notebook(source) == source + "\n"


@pytest.mark.parametrize("source", ["files = !ls", "t = %time 1", "torch.no_grad?", "torch??"])
def test_jupyters_other_ways_do_not_cost_a_whole_notebook(notebook, source):
    assert "slope" in defined_functions(notebook(source, SCRIPT))


BROKEN = {
    "empty": "",
    "no JSON": "def slope(x): ...",
    "cut": '{"cells": [{"cell_type": "code", "sou',
    "a list": "[]",
    "a number": "3",
    "nothing": "null",
    "no cells": "{}",
    "format 3": '{"worksheets": [{"cells": []}]}',
    "cells that are no list": '{"cells": 3}',
    "cells that are nothing": '{"cells": null}',
    "a cell that is a text": '{"cells": ["x"]}',
    "a cell without a kind": '{"cells": [{"source": "x"}]}',
    "a cell without source": '{"cells": [{"cell_type": "code"}]}',
    "a source that is a number": '{"cells": [{"cell_type": "code", "source": 3}]}',
    "a source of numbers": '{"cells": [{"cell_type": "code", "source": [1]}]}',
    "a source that is nothing": '{"cells": [{"cell_type": "code", "source": null}]}',
    "nested too deep": "[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_notebook_is_refused_in_words(file, content):
    path = file("nb.ipynb", content)

    assert refused(path) == (
        f"{path} is no notebook of format 4; open it in Jupyter and save it again"
    )


def test_a_notebook_that_is_not_utf_8_is_refused(file):
    path = file("nb.ipynb", b'{"cells": "\xff"}')

    assert refused(path) == f"{path} is not UTF-8 at byte 11; save it with UTF-8 encoding"


@pytest.fixture(scope="module")
def any_file(tmp_path_factory):
    return tmp_path_factory.mktemp("reading") / "any.ipynb"


def read_or_refused(path, content):
    path.write_bytes(content)
    try:
        return read_submission(path)
    except SubmissionError:
        return ""


@given(content=st.binary())
def test_any_bytes_are_read_or_refused_as_a_notebook(any_file, content):
    assert isinstance(read_or_refused(any_file, content), str)


@given(content=st.binary())
def test_any_bytes_are_read_or_refused_as_a_script(any_file, content):
    assert isinstance(read_or_refused(any_file.with_suffix(".py"), content), str)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["cells", "cell_type", "source"]), inner)
    ),
)


@given(data=JSON | st.fixed_dictionaries({"cells": st.lists(JSON)}))
def test_any_json_is_read_or_refused_as_a_notebook(any_file, data):
    assert isinstance(read_or_refused(any_file, json.dumps(data).encode()), str)


@given(source=st.text())
def test_no_line_for_the_shell_is_left_as_code(any_file, source):
    content = json.dumps({"cells": [cell("!" + source), cell("%%bash\n" + source)]})
    code = read_or_refused(any_file, content.encode())

    assert not any(line.lstrip().startswith(("!", "%")) for line in code.split("\n"))


# Functions


def test_functions_are_those_at_the_top_level():
    source = "def a(): ...\nclass C:\n    def b(self): ...\nif x:\n    def c(): ...\n"

    assert defined_functions(source) == {"a"}


def test_names_that_are_assigned_are_no_functions():
    assert defined_functions("a = lambda x: x\nimport b\n") == frozenset()


@pytest.mark.parametrize("source", ["def (:", "a\x00", "(" * 1_000, "-" * 100_000 + "1", ""])
def test_what_python_can_not_read_defines_nothing(source):
    assert defined_functions(source) == frozenset()


@pytest.mark.parametrize("between", [".", " . ", ".\\\n", "\t.\\\r\n "])
def test_a_name_of_thousands_of_parts_never_comes_before_pythons_parser(between):
    """Its memory is quadratic in them; of ten thousand it would make a tree."""
    bomb = "import a" + f"{between}a" * 10_000

    assert parsed(f"x = 1\n{bomb}\n") is None
    assert parsed(f"x = 1; {bomb}; y = 2\n") is None


def test_a_program_with_many_numbers_and_short_names_is_parsed():
    assert parsed("x = [" + "0.5, " * 5_000 + "]\n" + "torch.nn.functional.relu(x)\n" * 2_000)


def test_what_python_only_warns_of_is_read():
    assert defined_functions("x = '\\d'\ndef slope(x): ...\n") == {"slope"}


@given(source=st.text())
def test_any_text_can_be_asked_for_its_functions(source):
    assert isinstance(defined_functions(source), frozenset)


def test_nothing_is_run_by_looking(file, tmp_path):
    bait = tmp_path / "bait"
    source = read_submission(file("a.py", f"open({str(bait)!r}, 'w')\ndef slope(x): ...\n"))

    assert defined_functions(source) == {"slope"}
    assert not bait.exists()


def test_a_shell_line_that_goes_on_is_commented_out_to_its_end(notebook):
    source = notebook("!pip install \\\n  torch \\\n  numpy\nx = 1")

    names = {}
    exec(source, names)

    assert names["x"] == 1


def test_the_content_of_a_file_can_be_read_without_the_file():
    assert source_of(b"\xef\xbb\xbfx = 1\n", "hw.py") == "x = 1\n"
    with pytest.raises(SubmissionError, match=r"a\\nn.py is not UTF-8"):
        source_of(b"\xff", "a\nn.py")


def test_a_growing_file_is_read_to_the_limit_only(file, monkeypatch):
    path = file("a.py", "x = 1\n" * 10)
    monkeypatch.setattr("autograder.submissions.reading.MAX_BYTES", 50)

    assert "larger than" in refused(path)


def test_an_answer_under_our_own_magic_is_an_answer():
    cell = "%%check zero_it\ndef zero_it():\n    pass\n"

    assert without_magics(cell) == "# %%check zero_it\ndef zero_it():\n    pass\n"
