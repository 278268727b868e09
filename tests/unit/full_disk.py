"""A mishap to try on whatever writes files."""

from pathlib import Path


def fill_the_disk(monkeypatch):
    """From now on a text is only half written, and then there is no space left."""

    def write_text(path, text, **options):
        with path.open("w", encoding="utf-8") as half:
            half.write(text[: len(text) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write_text)
