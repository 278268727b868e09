"""
Run an author's snippets and report their expressions' values: ``python -m autograder.probing.snippets``.

Keys of quiz items are made as those of exercises are, by running a program. Snippets come from
``quiz.yaml``, so they are the author's own, not a learner's, and one process runs them all. A
request is a line of JSON, ``{"code": …, "ask": [expression, …]}``; so is the answer:
``{"raised": fact or null, "values": [fact, …]}``, where an expression that raises is an error.
With ``--no-torch``, there is numpy in the place of torch, which is not imported.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import math
import os
import random
import sys
import warnings
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from autograder.observations import ErrorFact, Fact, Observation, encode_observation
from autograder.probing.facts import describe, describe_error

__all__ = ["NO_TORCH", "Surroundings", "main", "run_snippet", "with_numpy", "with_torch"]

#: The option for a course without torch.
NO_TORCH = "--no-torch"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    What a snippet finds there.

    Attributes:
        names: What needs no import.
        begin: Starts generators of random numbers from seed 0; the snippet runs within what it
            returns.
        spelled: Puts a value that is asked for often into its one natural spelling, as a fact has it.
    """

    names: Mapping[str, Any]
    begin: Callable[[], AbstractContextManager[object]]
    spelled: Callable[[Any], Any]


@functools.cache
def with_torch() -> Surroundings:
    """Return surroundings with torch, nn, F, math and ``canonical_graph``; recording is on."""
    import torch  # noqa: PLC0415 - a course may do without
    from torch import nn  # noqa: PLC0415
    from torch.nn import functional  # noqa: PLC0415

    from autograder.probing.graphs import canonical_graph  # noqa: PLC0415

    def begin() -> AbstractContextManager[object]:
        torch.manual_seed(0)
        return torch.enable_grad()

    def spelled(value: Any) -> Any:
        if isinstance(value, torch.Size):
            return tuple(value)
        return str(value).removeprefix("torch.") if isinstance(value, torch.dtype) else value

    torch.set_num_threads(1)
    names = {"torch": torch, "nn": nn, "F": functional, "canonical_graph": canonical_graph}
    return Surroundings({**names, "math": math}, begin, spelled)


@functools.cache
def with_numpy() -> Surroundings:
    """Return surroundings with np and math."""
    import numpy as np  # noqa: PLC0415 - torch's surroundings need no second name for it

    def begin() -> AbstractContextManager[object]:
        random.seed(0)
        np.random.seed(0)  # noqa: NPY002 - it is the global one that an author may draw from
        return contextlib.nullcontext()

    def spelled(value: Any) -> Any:
        return value.name if isinstance(value, np.dtype) else value

    return Surroundings({"np": np, "math": math}, begin, spelled)


def run_snippet(
    code: str, ask: list[str], surroundings: Surroundings | None = None
) -> dict[str, Any]:
    """
    Run *code*, then evaluate each expression of *ask* with the names that it leaves.

    In expressions, ``error`` is the exception that *code* raised, or None.

    Args:
        surroundings: By default those with torch.

    Returns:
        An encoded observation: the fact ``raised``, and ``value 0``, ``value 1``, … in order.
    """
    around = surroundings or with_torch()
    names: dict[str, Any] = {**around.names, "error": None}
    facts: dict[str, Fact] = {"raised": None}
    quiet = io.StringIO()
    with (
        warnings.catch_warnings(),
        redirect_stdout(quiet),
        redirect_stderr(quiet),
        around.begin(),
    ):
        warnings.simplefilter("ignore")
        try:
            exec(compile(code, "<item>", "exec", dont_inherit=True), names)  # noqa: S102 - the author's
        except Exception as error:  # noqa: BLE001 - which error it is may be the question
            facts["raised"] = describe_error(error)
            names["error"] = error
        for number, expression in enumerate(ask):
            facts[f"value {number}"] = _value(expression, names, around)
    return encode_observation(Observation(facts))


def _value(expression: str, names: dict[str, Any], around: Surroundings) -> Fact:
    try:
        value = eval(compile(expression.strip(), "<ask>", "eval", dont_inherit=True), names)  # noqa: S307
        return describe(around.spelled(value))
    except Exception as error:  # noqa: BLE001 - reported to the author
        fact = describe_error(error)
        return ErrorFact(fact.type_name, fact.message)


def main() -> None:
    """Answer requests until standard input ends."""
    around = with_numpy() if NO_TORCH in sys.argv[1:] else with_torch()
    for line in sys.stdin:
        request = json.loads(line)
        answer = run_snippet(request["code"], request["ask"], around)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    # All answers are written. At an ordinary exit torch would tidy up, which takes time, and some
    # versions complain on standard error about what they leave ("nanobind: leaked 12 types").
    os._exit(0)


if __name__ == "__main__":
    main()
