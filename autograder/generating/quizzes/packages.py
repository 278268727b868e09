"""Zips of XML files with an IMS manifest; the same content always gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

__all__ = ["as_text", "zipped"]


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
