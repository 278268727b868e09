"""What attacks do once that which stops them is not there."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from harness import CONTAINED, HONEST, LEAKS, NAMES

from autograder.sandbox import ForkServer, Limits, Tier, exchanging, fork_server
from autograder.sandbox.walls.folders import remove_folder

__all__ = ["success_without_walls"]


def success_without_walls(attack_range, attack):
    """Return how *attack* succeeds once what stops it is not there."""
    folder = Path(tempfile.mkdtemp())
    try:
        return _success(attack_range, attack, folder)
    finally:
        remove_folder(folder)


def _success(attack_range, attack, folder):
    if attack.walls:
        server = attack_range.server(Tier.PROCESS, attack.walls)
        boundless = Limits(seconds=attack.seconds, disk=1 << 50, files=1 << 30)
        limits = boundless if "QUOTA" in attack.stopped_by else None
        if success := attack_range.success_of(attack, server, limits):
            return success
    for design in set(attack.stopped_by) & set(WITHOUT):
        if success := WITHOUT[design](attack_range, attack, folder):
            return success
    return ""


def in_one_process(attack_range, peer, *sources, folder, seconds=30):
    """
    Grade *sources* one after another as peers do.

    Returns:
        Of each source, whether a peer that believes an exit status would let it pass, and whether
        it was told to have passed; None if it had to be ended after *seconds*.
    """
    paths = []
    for number, source in enumerate(sources):
        paths.append(folder / f"submission{number}.py")
        paths[-1].write_text(source, encoding="utf-8")
    graded = attack_range.peers.grade(peer, paths, folder, seconds)
    if graded is None:
        return None
    said, status = graded
    return [f"{path} PASSED" in said or not (f"{path} FAILED" in said or status)
            for path in paths], [f"{path} PASSED" in said for path in paths]  # fmt: skip


def without_judge(attack_range, attack, folder):
    for peer in ("allclose", "equality", "results"):
        graded = in_one_process(attack_range, peer, attack.source, folder=folder)
        if graded and graded[0][0]:
            return f"a peer that grades by {peer} lets it pass"
    return ""


def without_fork(attack_range, attack, folder):
    alone = in_one_process(attack_range, "allclose", HONEST, folder=folder)
    after = in_one_process(attack_range, "allclose", attack.source, HONEST, folder=folder)
    return "the next submission fails" if alone[1][0] and not (after and after[1][1]) else ""


def without_clock(attack_range, attack, folder):
    ended = in_one_process(attack_range, "allclose", attack.source, folder=folder, seconds=5)
    return "" if ended else "it never ends"


def without_a_part_of_the_server(attack_range, attack, folder):
    for design in set(LEAKS) & set(attack.stopped_by):
        # On the plain folder, for a disk of its own needs no broom.
        server = attack_range.server(Tier.PROCESS, attack.walls | CONTAINED, without=design)
        if success := attack_range.success_of(attack, server):
            return success
    return ""


def without_environment(attack_range, attack, folder):
    """A server that is given all of the grader's environment."""
    original = fork_server.environment
    try:
        fork_server.environment = lambda **kind: dict(os.environ) | original(**kind)
        with ForkServer(Tier.PROCESS, down=attack.walls) as server:
            return attack_range.success_of(attack, server)
    finally:
        fork_server.environment = original


def without_reader(attack_range, attack, folder):
    """As a trusting reader takes an answer: every line is believed, none is counted."""
    answers = []

    def trusting(answer, job):
        answers.append(answer.data)
        return original(answer, job)

    original = exchanging.read_reply
    server = attack_range.server(Tier.STANDARD)
    uncapped = Limits(reply=64 << 20, seconds=attack.seconds)
    try:
        exchanging.read_reply = trusting
        source = attack_range.planted.placed_in(attack.source, server)
        attack_range.run(source, server, attack.seconds, uncapped)
    finally:
        exchanging.read_reply = original
    try:
        passed = set()
        for line in answers[0].splitlines():
            message = json.loads(line)
            int(message.get("score", 0))
            if message.get("passed") or "broken" in message:
                passed.add(message.get("check", NAMES[0]))
    except (ValueError, TypeError, OverflowError, AttributeError, RecursionError) as error:
        return f"a trusting reader dies of {type(error).__name__}"
    if len(answers[0]) > Limits().reply:
        return f"a trusting reader keeps {len(answers[0])} bytes"
    return "a trusting reader lets it pass" if passed else ""


WITHOUT = {
    "JUDGE": without_judge,
    "FORK": without_fork,
    "CLOCK": without_clock,
    "READER": without_reader,
    "ENVIRONMENT": without_environment,
} | dict.fromkeys(LEAKS, without_a_part_of_the_server)
