"""
Run an author's snippets and report their expressions' values: ``python -m autograder.probing.snippets``.

Keys of quiz items are made as those of exercises are, by running a program. Snippets come from
``quiz.yaml``, so they are the author's own, not a learner's, and one process runs them all. A
request is a line of JSON, ``{"code": …, "ask": [expression, …]}``; so is the answer:
``{"raised": fact or null, "values": [fact, …]}``, where an expression that raises is an error.
"""

from __future__ import annotations

import io
import json
import math
import os
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from autograder.observations import ErrorFact, Fact, Observation, encode_observation
from autograder.probing.facts import describe, describe_error
from autograder.probing.graphs import canonical_graph

__all__ = ["main", "run_snippet"]


def run_snippet(code: str, ask: list[str]) -> dict[str, Any]:
    """
    Run *code*, then evaluate each expression of *ask* with the names that it leaves.

    torch, nn, F, math and ``canonical_graph`` need no import; the generator starts from seed 0,
    and recording is on. In expressions, ``error`` is the exception that *code* raised, or None.

    Returns:
        An encoded observation: the fact ``raised``, and ``value 0``, ``value 1``, … in order.
    """
    torch.manual_seed(0)
    names: dict[str, Any] = {
        "torch": torch,
        "nn": nn,
        "F": functional,
        "math": math,
        "canonical_graph": canonical_graph,
        "error": None,
    }
    facts: dict[str, Fact] = {"raised": None}
    quiet = io.StringIO()
    with (
        warnings.catch_warnings(),
        redirect_stdout(quiet),
        redirect_stderr(quiet),
        torch.enable_grad(),
    ):
        warnings.simplefilter("ignore")
        try:
            exec(compile(code, "<item>", "exec", dont_inherit=True), names)  # noqa: S102 - the author's
        except Exception as error:  # noqa: BLE001 - which error it is may be the question
            facts["raised"] = describe_error(error)
            names["error"] = error
        for number, expression in enumerate(ask):
            facts[f"value {number}"] = _value(expression, names)
    return encode_observation(Observation(facts))


def _value(expression: str, names: dict[str, Any]) -> Fact:
    try:
        value = eval(compile(expression.strip(), "<ask>", "eval", dont_inherit=True), names)  # noqa: S307
        # Shapes and dtypes are asked for often, and each has one natural spelling.
        if isinstance(value, torch.Size):
            value = tuple(value)
        elif isinstance(value, torch.dtype):
            value = str(value).removeprefix("torch.")
        return describe(value)
    except Exception as error:  # noqa: BLE001 - reported to the author
        fact = describe_error(error)
        return ErrorFact(fact.type_name, fact.message)


def main() -> None:
    """Answer requests until standard input ends."""
    torch.set_num_threads(1)
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(json.dumps(run_snippet(request["code"], request["ask"])) + "\n")
        sys.stdout.flush()
    # All answers are written. At an ordinary exit torch would tidy up, which takes time, and some
    # versions complain on standard error about what they leave ("nanobind: leaked 12 types").
    os._exit(0)


if __name__ == "__main__":
    main()
