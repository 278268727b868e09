"""Tiers, floors and the words for them; and the list of what may be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autograder.sandbox import Isolation, IsolationError, Tier, Wall
from autograder.sandbox.walls.layer import Ground
from autograder.sandbox.walls.places import carved, installation

STANDARD = (Wall.LIMITS, Wall.NO_NEW_PRIVILEGES, Wall.LANDLOCK, Wall.SECCOMP)


def standing(*walls):
    return Isolation(standing=dict.fromkeys(walls, ""))


def test_the_four_walls_make_the_standard_tier_and_bubblewrap_the_strong_one():
    assert standing(*STANDARD).tier is Tier.STANDARD
    assert standing(*STANDARD, Wall.BUBBLEWRAP).tier is Tier.STRONG


@pytest.mark.parametrize("wall", STANDARD)
def test_without_one_of_the_four_there_is_only_a_process(wall):
    others = [w for w in Wall if w is not wall]

    assert standing(*others).tier is Tier.PROCESS


def test_a_floor_at_or_below_what_is_given_is_met():
    for floor in (Tier.PROCESS, Tier.STANDARD):
        standing(*STANDARD).require(floor)


def test_a_floor_above_names_each_missing_wall_with_its_reason_and_the_way_out():
    isolation = Isolation(
        standing={Wall.LIMITS: "", Wall.NO_NEW_PRIVILEGES: "", Wall.LANDLOCK: "ABI 7"},
        missing={Wall.SECCOMP: "Unable to find libseccomp", Wall.USER: "only root"},
    )

    with pytest.raises(IsolationError) as caught:
        isolation.require(Tier.STANDARD)

    assert "'standard' was asked for, this machine gives 'process'" in str(caught.value)
    assert "seccomp: Unable to find libseccomp" in str(caught.value)
    assert "--isolation process" in str(caught.value)
    assert "Landlock" not in str(caught.value)
    assert "only root" not in str(caught.value)


def test_a_tier_is_known_by_its_label():
    assert [Tier.named(tier.label) for tier in Tier] == list(Tier)


def test_an_isolation_comes_back_from_json_as_it_was():
    isolation = Isolation({Wall.LANDLOCK: "ABI 7", Wall.LIMITS: ""}, {Wall.USER: "only root"})
    told = isolation.to_json()

    assert Isolation.from_json(told) == isolation
    assert told == {
        "tier": "process",
        "standing": {"limits": "", "Landlock": "ABI 7"},
        "missing": {"user id": "only root"},
    }


def test_one_line_tells_tier_and_walls_in_a_fixed_order():
    isolation = Isolation({Wall.LANDLOCK: "ABI 7", Wall.LIMITS: ""})

    assert isolation.summary() == "process: limits, Landlock (ABI 7)"


def test_a_folder_that_holds_what_is_carved_out_is_replaced_by_its_other_entries(tmp_path):
    for name in ("site/torch", "site/autograder/_course", "lib"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "site/six.py").touch()
    places = [tmp_path / "site", tmp_path / "lib"]

    kept = set(carved(places, [tmp_path / "site/autograder"]))

    assert kept == {tmp_path / "site/torch", tmp_path / "site/six.py", tmp_path / "lib"}


def test_what_is_carved_out_is_gone_with_all_below_it(tmp_path):
    inside = tmp_path / "autograder/_course"
    inside.mkdir(parents=True)

    assert list(carved([tmp_path / "autograder", inside], [tmp_path / "autograder"])) == []


def test_a_link_to_what_is_carved_out_is_carved_out_too(tmp_path):
    (tmp_path / "site/autograder").mkdir(parents=True)
    (tmp_path / "site/link").symlink_to(tmp_path / "site/autograder")

    assert list(carved([tmp_path / "site"], [tmp_path / "site/autograder"])) == []


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
def test_a_copy_of_a_server_need_not_look_for_what_may_be_read(tmp_path, monkeypatch):
    files = pytest.importorskip("autograder.sandbox.walls.files")
    rules = []
    monkeypatch.setattr(
        files.Ruleset, "allow_path", lambda _, path, access: rules.append((str(path), access))
    )
    landlock = files.Landlock(Ground(tmp_path / "original"))
    try:
        landlock.prepare()
    except OSError:
        pytest.skip("this kernel has no Landlock")
    of_the_original, rules = rules, []
    monkeypatch.setattr(files, "carved", lambda *_: pytest.fail("it looked through the disk again"))

    landlock.ground.move_to(tmp_path / "copy")
    landlock.prepare()

    writing = of_the_original[-1][1]
    assert rules == [*of_the_original[:-1], (str(tmp_path / "copy"), writing)]


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
def test_what_an_update_has_replaced_since_is_listed_again(tmp_path, monkeypatch):
    files = pytest.importorskip("autograder.sandbox.walls.files")
    old, new = tmp_path / "torch-1.dist-info", tmp_path / "torch-2.dist-info"
    old.mkdir()
    monkeypatch.setattr(files, "carved", lambda *_: [*tmp_path.glob("*.dist-info")])
    landlock = files.Landlock(Ground(tmp_path))
    try:
        landlock.prepare()
    except OSError:
        pytest.skip("this kernel has no Landlock")
    old.rename(new)

    landlock.prepare()

    assert [place for place, _ in landlock._to_read if place.parent == tmp_path] == [new]


def test_the_installation_holds_the_standard_library_and_torch_and_no_home():
    import torch

    places = [str(place) for place in installation()]

    def held(path):
        return any(os.path.realpath(path).startswith(place) for place in places)

    assert held(os.__file__)
    assert held(torch.__file__)
    assert not held(Path.home() / ".ssh")
