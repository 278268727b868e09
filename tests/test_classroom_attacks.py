"""Attacks on a classroom's server: each fails, and each would succeed without the wall that stops it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette")

from classroom_attacks import ATTACKS, table, tried

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "classroom.md"


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.does)
def test_an_attack_gets_nothing(attack, course, tmp_path):
    assert not tried(attack, course, tmp_path, down=False)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.does)
def test_without_its_wall_it_would_succeed(attack, course, tmp_path):
    assert tried(attack, course, tmp_path, down=True)


def test_the_document_has_the_table_of_these_attacks():
    assert table() in DOCUMENT.read_text(encoding="utf-8")
