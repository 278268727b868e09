"""Zips of XML files with an IMS manifest; the same content always gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.dom import minidom
from xml.etree import ElementTree as ET

__all__ = ["as_cdata", "as_text", "zipped"]


def zipped(files: Mapping[str, str]) -> bytes:
    """Return a zip of *files*, text by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))
    return buffer.getvalue()


def as_text(root: ET.Element) -> str:
    """Return *root* as the text of an XML file; white space is significant and left unchanged."""
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def as_cdata(root: ET.Element, tag: str) -> str:
    """
    Return *root*, which is indented, as the text of an XML file; the texts of all *tag* are CDATA.

    PHP's parser, with the options that Moodle gives it, drops blanks that stand between two tags or
    beside a letter with an accent; it leaves CDATA as it is.
    """
    ET.indent(root, " ")
    document = minidom.parseString(ET.tostring(root))  # noqa: S318 - made by ourselves
    for element in document.getElementsByTagName(tag):
        text = "".join(n.data for n in element.childNodes if isinstance(n, minidom.Text))
        element.childNodes.clear()
        # The end of a section can't stand in one: it is shared out among two.
        for part in text.replace("]]>", "]]\0>").split("\0"):
            element.appendChild(document.createCDATASection(part))
    assert document.documentElement is not None
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document.documentElement.toxml()}\n'
