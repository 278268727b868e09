"""
Every attack at every tier: none succeeds, the grader lives on, and the next submission is graded.

A test that can't fail is worthless, so each attack is tried once more with its walls taken
away, where it has to succeed. Those that would harm the machine wait for ``--walls-down``.
"""

from __future__ import annotations

import sys

import pytest
from harness import DESIGNS, TIERS, all_attacks
from strong import need_strong
from walls_down import success_without_walls

from autograder.sandbox import Wall

ALL = all_attacks()

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")


def test_there_are_enough_attacks_and_each_says_what_stops_it():
    assert len(ALL) >= 150
    for attack in ALL:
        assert attack.tries, attack.name
        assert attack.must, attack.name
        known = {wall.name for wall in Wall} | set(DESIGNS)
        assert set(attack.stopped_by) <= known, attack.name


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.name)
def test_no_attack_succeeds(attack_range, attack, tier):
    if tier == "strong":
        need_strong()
    floor, down = TIERS[tier]

    assert attack_range.success_of(attack, attack_range.server(floor, down)) == ""


# Those with the same walls in a row, since each set of walls needs a server of its own.
@pytest.mark.parametrize(
    "attack",
    sorted(ALL, key=lambda attack: sorted(attack.stopped_by)),
    ids=lambda attack: attack.name,
)
def test_without_its_walls_the_attack_succeeds(attack_range, attack, request):
    if attack.unsafe and not request.config.getoption("--walls-down"):
        pytest.skip(f"{attack.unsafe}; to try it: pytest --walls-down")

    assert success_without_walls(attack_range, attack)
