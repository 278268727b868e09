"""Nothing of a submission is in memory that a later one inherits: thieves come home with nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from strong import need_strong

sys.path.insert(0, str(Path(__file__).with_name("redteam")))

from harness import CONTAINED, TIERS, LeakyServer
from thieves import steal

from autograder.authoring import load_programs
from autograder.judging import Outcome
from autograder.sandbox import ForkServer, Tier

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no server elsewhere")

#: The case that beat us, as it was handed in: it runs the code of a classmate that it finds.
HEAP_THIEF = r"""
import ctypes as c,os,re,torch,textwrap
L=c.CDLL(None);L.sbrk.restype=c.c_void_p
L.write.argtypes=c.c_int,c.c_void_p,c.c_size_t
r,w=os.pipe();a,z,C=L.sbrk(0)&~4095,0,{}
while z<9:
 a-=32768
 if L.write(w,a,32768)<1:z+=1;continue
 z,b=0,os.read(r,32768)
 for s in b,b[::2]:
  for m in re.findall(rb'_gra[d]\(\):(?:\\n|\n)( [^"\0\\]*)',s):C[m]=1
def step_no_grad(W,lr):
 for m in C:
  try:
   t=re.sub("gra.?\\n?$","grad",textwrap.dedent(m.decode("latin1")))
   with torch.no_grad():exec(t,{"torch":torch,"W":W,"lr":lr})
   print(t);return
  except Exception:pass
 raise RuntimeError(C)
"""
nightly = pytest.mark.nightly
#: Of a thief's memory at least so much has to be read, or it proves nothing.
A_LOT = 100 << 20


@pytest.mark.parametrize(
    ("tier", "workers"),
    [
        pytest.param(tier, workers, marks=() if (tier, workers) == ("standard", 1) else nightly)
        for tier in TIERS
        for workers in (1, 2)
    ],
)
def test_thieves_find_nothing_of_honest_submissions(tier, workers):
    if tier == "strong":
        need_strong()
    floor, down = TIERS[tier]

    loot = steal(lambda: ForkServer(floor, down=down), workers, rounds=2 * workers)

    assert loot.failures == []
    assert loot.found == []
    assert loot.scanned / loot.rounds > A_LOT


def test_thieves_find_marks_in_a_server_that_hears_submissions():
    loot = steal(lambda: LeakyServer("PAST", Tier.PROCESS, CONTAINED), workers=1, rounds=2)

    assert loot.failures == []
    assert loot.found


def test_the_thief_that_ran_classmates_code_finds_none(course, grader):
    exercise = course.exercise("step_no_grad")
    reference = load_programs(course, exercise).reference
    for _ in range(3):
        assert grader.grade(reference, exercise).outcome is Outcome.PASSED

    verdict = grader.grade(HEAP_THIEF, exercise)

    assert verdict.outcome is not Outcome.PASSED
    assert verdict.score == 0
