"""Gradescope's export: ``submission_123/…``, and whose each is in ``submission_metadata.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import yaml

from autograder.submissions.layouts.layout import Owner, Platform, cut

__all__ = ["Gradescope", "gradescope_owners"]

_NAMED = re.compile(r"submission_(?P<id>\d+)", re.IGNORECASE)


class Gradescope:
    """
    Gradescope's export of an assignment.

    Args:
        known: The owners of each folder, as the export's metadata says.
    """

    platform = Platform.GRADESCOPE

    def __init__(self, known: Mapping[str, Sequence[Owner]]) -> None:
        self._known = known

    @staticmethod
    def fits(top: str) -> bool:
        """Tell whether *top* is named so."""
        return _NAMED.fullmatch(top) is not None

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return the members of the group whose submission it is; the folder if that is unknown."""
        first, _, inner = path.partition("/")
        if not self.fits(first):
            return ()
        known = self._known.get(first) or [Owner(first, first, "", attempt=first)]
        return tuple(owner.of(inner) for owner in known)


def gradescope_owners(metadata: bytes) -> dict[str, tuple[Owner, ...]]:
    """
    Read ``submission_metadata.yml`` of an export; malformed entries are left out.

    Its keys are Ruby symbols (``:submitters:``), which a YAML reader takes for plain texts.
    """
    try:
        data = yaml.load(metadata, Loader=_Safe)  # noqa: S506 - this loader is a safe one
        items = list(data.items())
    except (yaml.YAMLError, AttributeError, ValueError, RecursionError):
        return {}
    owners = {}
    for folder, entry in items:
        try:
            submitted = _moment(entry.get(":created_at"))
            found = tuple(
                Owner(
                    _first_of(person.get(":sid"), person.get(":email"), folder),
                    _first_of(person.get(":name"), person.get(":email"), folder),
                    "",
                    attempt=str(folder),
                    order=tuple(map(int, re.findall(r"\d+", str(folder)[:40]))),
                    submitted=submitted,
                )
                for person in entry[":submitters"]
            )
        except (AttributeError, KeyError, TypeError):
            continue
        owners[str(folder)] = found
    return owners


#: libyaml's loader, where PyYAML has it: Python's own takes a minute for a large class's metadata.
_Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _first_of(*values: object) -> str:
    """The first that is a text or a number: a list could unfold endlessly by YAML's aliases."""
    plain = (str(one) for one in values if one and isinstance(one, str | int))
    return cut(next(plain, ""))


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.astimezone()
