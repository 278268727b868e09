"""Asking torch, or numpy: a process beside us that runs the snippets of quiz items."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Sequence
from types import TracebackType

from typing_extensions import Self

from autograder.errors import UnfitCourseError
from autograder.observations import ErrorFact, decode_observation
from autograder.probing.snippets import NO_TORCH
from autograder.quizzes.drafts import Ran

__all__ = ["SnippetError", "SnippetRunner"]

#: How many snippets' results are kept; an item with six lines to order has 720 snippets.
_KEPT = 1_000


class SnippetError(UnfitCourseError, RuntimeError):
    """The process that runs snippets ended; the message says at which."""


class SnippetRunner:
    """
    Runs snippets, one after the other, in one process that is started when first asked.

    It is a context manager, and the process ends with it. A snippet that was run a short while
    ago is not run again: the code of a question and of its *why*, say, or an order of lines that
    occurs twice.

    Args:
        torch: Whether the process has torch; without it, there is numpy.
    """

    def __init__(self, *, torch: bool = True) -> None:
        self._torch = torch
        self._process: subprocess.Popen[str] | None = None
        self._known: OrderedDict[tuple[str, tuple[str, ...]], Ran] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def run(self, code: str, ask: Sequence[str] = ()) -> Ran:
        """
        Run *code* and evaluate the expressions *ask* where it left off.

        Raises:
            SnippetError: If the process ended before it answered.
        """
        asked = code, tuple(ask)
        if asked not in self._known:
            self._known[asked] = self._run(code, list(ask))
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return self._known[asked]

    def _run(self, code: str, ask: list[str]) -> Ran:
        if self._process is None:
            command = [sys.executable, "-m", "autograder.probing.snippets"]
            self._process = subprocess.Popen(  # noqa: S603 - our own module, in our own Python
                command if self._torch else [*command, NO_TORCH],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps({"code": code, "ask": ask}), file=process.stdin, flush=True)
        line = process.stdout.readline()
        if not line:
            raise SnippetError(f"running this ended the process that runs snippets:\n{code}")
        facts = decode_observation(json.loads(line)).facts
        raised = facts["raised"]
        assert raised is None or isinstance(raised, ErrorFact)
        return Ran(raised, tuple(facts[f"value {number}"] for number in range(len(ask))))
