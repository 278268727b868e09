"""A script is read in the encoding in which Python would read it; the oracle is ``tokenize``."""

from __future__ import annotations

import codecs
import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.languages import words_in
from autograder.submissions import SubmissionError, source_of
from autograder.submissions.encodings import decoded

TEXT = "NÉV = 'árvíztűrő'\n"


def refusal(data, say="en"):
    with pytest.raises(SubmissionError) as caught:
        source_of(data, "hw.py")
    return caught.value.message(words_in(say))


@pytest.mark.parametrize(
    "head",
    ["# -*- coding: {} -*-", "# coding={}", "# vim: set fileencoding={} :", "#!/usr/bin/python3\n# coding: {}",
     "\n# coding: {}", "#\tcoding:\t{}", "   # coding: {}"],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_declared_encoding_is_honoured(head, ends):
    text = (head.format("cp1250") + "\n" + TEXT).replace("\n", ends)

    assert source_of(text.encode("cp1250"), "hw.py") == text


@pytest.mark.parametrize(
    "encoding", ["cp1250", "iso-8859-2", "latin2", "utf8", "mac-latin2", "UTF-8"]
)
def test_each_of_pythons_encodings_can_be_declared(encoding):
    text = f"# coding: {encoding}\n{TEXT}"

    assert source_of(text.encode(encoding), "hw.py") == text


def test_latin_1_is_read_as_latin_1():
    assert "café" in source_of("# -*- coding: latin-1 -*-\nx = 'café'\n".encode("latin-1"), "hw.py")


def test_a_mark_of_utf_8_is_none_of_the_programs():
    assert source_of(TEXT.encode("utf-8-sig"), "hw.py") == TEXT


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_what_python_itself_runs_in_no_order_of_bytes_is_refused(mark, encoding):
    assert "is not UTF-8 at byte 0" in refusal(mark + TEXT.encode(encoding))


def test_a_declaration_below_code_declares_nothing():
    assert "UTF-8" in refusal(f"x = 1\n# coding: cp1250\n{TEXT}".encode("cp1250"))
    assert "UTF-8" in refusal(f"\n\n# coding: cp1250\n{TEXT}".encode("cp1250"))


@pytest.mark.parametrize(
    "encoding", ["klingon", "rot13", "hex", "zlib", "punycode", "idna", "x" * 500]
)
def test_what_is_no_encoding_of_programs_is_told_by_its_name(encoding):
    told = refusal(f"# coding: {encoding}\nx = 1\n".encode())

    assert f"hw.py declares the encoding {encoding[:80]}" in told
    assert "UTF-8" in told
    assert refusal(f"# coding: {encoding}\nx = 1\n".encode(), "hu") != told


@pytest.mark.parametrize("encoding", ["ascii", "euc-kr"])
def test_what_is_not_in_its_declared_encoding_is_told_with_the_place(encoding):
    told = refusal(f"# coding: {encoding}\nx = '".encode() + b"\xff'\n")

    assert "is said to be in the encoding" in told
    assert "at byte" in told


@given(
    body=st.binary(max_size=60), head=st.sampled_from([b"", b"# coding: cp1250\n", codecs.BOM_UTF8])
)
def test_what_python_reads_is_read_the_same(body, head):
    data = head + body
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        expected = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError):
        return
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        return  # Python runs no such file

    assert decoded(data, "hw.py") == expected


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_refused_as_with_one(encoding):
    assert "is not UTF-8" in refusal("def f():\n    pass\n".encode(encoding))
