"""
Can forged facts lift a wrong program?    python benchmarks/forging.py [EXERCISE…]

Every wrong program of the course is graded on hidden cases as it is, and again with a header that
finds the recorder (by ``__subclasses__``, since our modules have left ``sys.modules``) and replaces
facts that were seen by facts of the public key:

replay      all facts of each claim that the program fails: it computes nothing. Must lift none.
selective   only those that are the same on every seed: it can hide *how* the right numbers were
            computed, which no witness can tell. docs/security.md says what that leaves open.

Prints how many programs gained a point, reached full points, and tripped the tripwire. Exits with
1 if a replaying header lifted any.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from autograder.authoring import load_programs
from autograder.content import load_course
from autograder.generating.keys import key_maker
from autograder.grading import Grader
from autograder.judging import read_key
from autograder.judging.comparing import compare_facts
from autograder.observations import Observation, encode_observation
from autograder.sandbox import open_runner

ROOT = Path(__file__).resolve().parents[1]
HEADER = """\
import json as _json
_K = _json.loads({facts!r})
_S = next(c for c in object.__subclasses__() if c.__name__ == "Seen" and hasattr(c, "show_fit"))
_decode = _S.observation.__globals__["Observation"].__post_init__.__globals__["decode_observation"]
_old = _S.observation
def _observation(self, submission, case):
    known = _K.get(case.seed.split("/")[-2])
    if known:
        self.facts.update(_decode({{"facts": known[case.index]}}).facts)
    return _old(self, submission, case)
_S.observation = _observation
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*")
    options = parser.parse_args()
    course = load_course(ROOT / "exercises")
    runner = open_runner()
    grader = Grader(course, runner)
    chosen = [e for e in course.exercises if not options.exercises or e.id in options.exercises]
    counts: dict[str, Counter[str]] = {"replay": Counter(), "selective": Counter()}
    total = 0
    for exercise in track(chosen, "forging", disable=not sys.stderr.isatty()):
        public = grader.key(exercise)
        hidden = read_key(key_maker(grader)(exercise, "a seed that nobody knows"))
        for name, source in load_programs(course, exercise).wrong.items():
            honest = grader.grade(source, exercise, key=hidden)
            failed = [check.check for check in honest.checks if check.score < check.max_score]
            if not failed:
                continue
            total += 1
            for kind, count in counts.items():
                facts = {check: facts_of(kind, public, hidden, check) for check in failed}
                header = HEADER.format(facts=json.dumps(facts))
                forged = grader.grade(f"{source}\n{header}", exercise, key=hidden)
                count["lifted"] += forged.score > honest.score
                count["full"] += forged.score >= forged.max_score
                count["tripped"] += bool(forged.integrity)
                if kind == "replay" and forged.score > honest.score:
                    print(f"{exercise.id}/{name}: {honest.score:g} -> {forged.score:g}")
    runner.close()
    table = Table("header", "wrong programs", "gained a point", "reached full points", "tripped")
    for kind, count in counts.items():
        table.add_row(kind, str(total), *(str(count[n]) for n in ("lifted", "full", "tripped")))
    Console().print(table)
    return int(counts["replay"]["lifted"] > 0)


def facts_of(kind, public, hidden, check) -> list[dict[str, object]]:
    """The facts to forge, by case: all of the public reference, or those that never change."""
    found = []
    for case, other in zip(public.checks[check], hidden.checks[check], strict=True):
        facts = dict(case.reference.facts)
        if kind == "selective":
            facts = {
                name: fact
                for name, fact in facts.items()
                if name in other.reference.facts
                and compare_facts(fact, other.reference.facts[name]) is None
            }
        found.append(encode_observation(Observation(facts))["facts"])
    return found


if __name__ == "__main__":
    sys.exit(main())
