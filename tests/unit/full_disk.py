from __future__ import annotations

from pathlib import Path


def fill_the_disk(monkeypatch):
    """From now on only half of a file is written, and then there is no space left."""

    def write_text(path, text, **_options):
        write_bytes(path, text.encode())

    def write_bytes(path, data):
        with path.open("wb") as half:
            half.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write_text)
    monkeypatch.setattr(Path, "write_bytes", write_bytes)
