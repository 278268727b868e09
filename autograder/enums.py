"""Enumerations whose members are strings: :class:`enum.StrEnum`, which Python has since 3.11."""

import sys

__all__ = ["StrEnum"]

if sys.version_info >= (3, 11):
    from enum import StrEnum
else:
    from enum import Enum

    class StrEnum(str, Enum):
        """For Python 3.10: members print and format as their values, as since 3.11."""

        def __str__(self) -> str:
            return str.__str__(self)

        def __format__(self, form: str) -> str:
            return str.__format__(self, form)
