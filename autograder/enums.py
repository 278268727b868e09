"""Enumerations whose members are their words: :class:`enum.StrEnum`, which Python has from 3.11 on."""

import sys

__all__ = ["StrEnum"]

if sys.version_info >= (3, 11):
    from enum import StrEnum
else:
    from enum import Enum

    class StrEnum(str, Enum):
        """Of Python 3.10: prints and formats as its word, as the later one does."""

        def __str__(self) -> str:
            return str.__str__(self)

        def __format__(self, form: str) -> str:
            return str.__format__(self, form)
