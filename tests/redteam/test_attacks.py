"""
Every attack at every tier: none succeeds, the grader lives on, and the next submission is graded.

A test that can't fail is worthless, so each attack is tried once more with its walls taken
away, where it has to succeed. Those that would harm the machine wait for ``--walls-down``.

By day runs the quickest attack on each wall and design, the quickest of each group at every tier,
and one on a wall and one on a design without it; all of them run at night.
"""

from __future__ import annotations

import sys

import pytest
from harness import DESIGNS, TIERS, all_attacks
from strong import need_strong
from walls_down import success_without_walls

from autograder.sandbox import Wall

ALL = all_attacks()


def quickest(attacks):
    """Of *attacks*, one that is soon over and stopped by little else."""
    return min(
        attacks, key=lambda one: (bool(one.unsafe), one.seconds, len(one.stopped_by), one.name)
    )


def group(attack):
    return attack.name.partition("/")[0]


OF_GROUPS = {
    quickest([one for one in ALL if group(one) == name]) for name in {group(one) for one in ALL}
}
BY_DAY = OF_GROUPS | {
    quickest([one for one in ALL if stop in one.stopped_by])
    for stop in {stop for one in ALL for stop in one.stopped_by}
}

#: Each set of walls that is taken down costs a server of its own. What nothing keeps from burning a resource
#: burns all that there is of it.
WITHOUT_WALLS = {
    quickest([one for one in OF_GROUPS if one.walls and group(one) != "resources"]),
    quickest([one for one in OF_GROUPS if not one.walls]),
}


def tried(attack, by_day, *more):
    """A case of a test; a nightly one unless it is one of *by_day*."""
    marks = () if attack in by_day else pytest.mark.nightly
    return pytest.param(attack, *more, id="-".join([attack.name, *more]), marks=marks)


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")


def test_there_are_enough_attacks_and_each_says_what_stops_it():
    assert len(ALL) >= 150
    for attack in ALL:
        assert attack.tries, attack.name
        assert attack.must, attack.name
        known = {wall.name for wall in Wall} | set(DESIGNS)
        assert set(attack.stopped_by) <= known, attack.name


# Tier by tier, since each has a server of its own.
@pytest.mark.parametrize(
    ("attack", "tier"),
    [
        tried(attack, BY_DAY if tier == "standard" else OF_GROUPS, tier)
        for tier in TIERS
        for attack in ALL
    ],
)
def test_no_attack_succeeds(attack_range, attack, tier):
    if tier == "strong":
        need_strong()
    floor, down = TIERS[tier]

    assert attack_range.success_of(attack, attack_range.server(floor, down)) == ""


# Those with the same walls in a row, since each set of walls needs a server of its own.
@pytest.mark.parametrize(
    "attack",
    [
        tried(attack, WITHOUT_WALLS)
        for attack in sorted(ALL, key=lambda one: sorted(one.stopped_by))
    ],
)
def test_without_its_walls_the_attack_succeeds(attack_range, attack, request):
    if attack.unsafe and not request.config.getoption("--walls-down"):
        pytest.skip(f"{attack.unsafe}; to try it: pytest --walls-down")

    assert success_without_walls(attack_range, attack)
