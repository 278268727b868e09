"""Verdicts as JSON text: what the ledger keeps and what workers send back. Never pickled."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from autograder.errors import OurFault
from autograder.judging.comparing import ABSENT, Absent, Difference, Kind
from autograder.judging.outcomes import CheckVerdict, Outcome, Reason, ReasonKind, Verdict
from autograder.judging.relations import Relation, RelationKind
from autograder.observations import (
    ErrorFact,
    Fact,
    Observation,
    ObservationError,
    decode_facts,
    encode_observation,
    parse_json,
)
from autograder.runs import End, LeftOut, LoadFailure

__all__ = ["RecordError", "read_verdict", "write_verdict"]


class RecordError(OurFault, ValueError):
    """The text is not a verdict that we wrote."""


def write_verdict(verdict: Verdict) -> str:
    """
    Return *verdict* as one line of JSON; the same verdict always gives the same text.

    The time that it took is left out, so that two gradings of the same work give the same text.
    """
    data = {
        "exercise": verdict.exercise,
        "outcome": verdict.outcome.value,
        "checks": [_check(check) for check in verdict.checks],
        "misconceptions": list(verdict.misconceptions),
        "advice": list(verdict.advice),
        "printed": verdict.printed,
        **({"integrity": list(verdict.integrity)} if verdict.integrity else {}),
        **({"left_out": [asdict(one) for one in verdict.left_out]} if verdict.left_out else {}),
    }
    return json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def read_verdict(text: str) -> Verdict:
    """
    Read what :func:`write_verdict` wrote.

    Raises:
        RecordError: If it is something else; a ledger may have been edited.
    """
    try:
        data = parse_json(text)
        return Verdict(
            exercise=str(data["exercise"]),
            outcome=Outcome(data["outcome"]),
            checks=tuple(_read_check(check) for check in data["checks"]),
            misconceptions=tuple(map(str, data["misconceptions"])),
            advice=tuple(map(str, data["advice"])),
            printed=str(data["printed"]),
            integrity=tuple(map(str, data.get("integrity", ()))),
            left_out=tuple(_read_left_out(one) for one in data.get("left_out", ())),
        )
    except (ObservationError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"not a verdict: {error}") from None


def _read_left_out(data: dict[str, Any]) -> LeftOut:
    return LeftOut(
        int(data["number"]), int(data["line"]), str(data["code"]), str(data["error"]),
        End(data["end"]),
    )  # fmt: skip


def _check(check: CheckVerdict) -> dict[str, Any]:
    reason = check.reason
    return {
        "check": check.check,
        "outcome": check.outcome.value,
        "score": check.score,
        "max_score": check.max_score,
        **({"reason": _reason(reason)} if reason else {}),
        **{
            name: {column: _fact(fact) for column, fact in recording.items()}
            for name in ("recording", "expected_recording")
            if (recording := getattr(check, name))
        },
    }


def _reason(reason: Reason) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": reason.kind.value, "end": reason.end.value}
    for name in ("call", "detail", "hidden", "leaning"):
        if value := getattr(reason, name):
            data[name] = value
    if reason.misconceptions:
        data["misconceptions"] = list(reason.misconceptions)
    if reason.error is not None:
        data["error"] = _fact(reason.error)
    if reason.load is not None:
        load = reason.load
        data["load"] = {"kind": load.kind, "error": _fact(load.error), "nearest": load.nearest}
    if reason.relation is not None:
        relation = reason.relation
        data["relation"] = [relation.kind.value, relation.factor, relation.size]
    if reason.difference is not None:
        difference = reason.difference
        data["difference"] = {
            "name": difference.name,
            "kind": difference.kind.value,
            # A side without an entry is an absent fact.
            **{
                side: _fact(fact)
                for side in ("observed", "expected")
                if not isinstance(fact := getattr(difference, side), Absent)
            },
        }
    return data


def _read_check(data: dict[str, Any]) -> CheckVerdict:
    reason = data.get("reason")
    return CheckVerdict(
        check=str(data["check"]),
        outcome=Outcome(data["outcome"]),
        score=float(data["score"]),
        max_score=float(data["max_score"]),
        reason=_read_reason(reason) if reason else None,
        recording=_read_recording(data.get("recording", {})),
        expected_recording=_read_recording(data.get("expected_recording", {})),
    )


def _read_reason(data: dict[str, Any]) -> Reason:
    load, relation, difference = data.get("load"), data.get("relation"), data.get("difference")
    return Reason(
        kind=ReasonKind(data["kind"]),
        call=str(data.get("call", "")),
        difference=_read_difference(difference) if difference else None,
        relation=Relation(RelationKind(relation[0]), float(relation[1]), str(relation[2]))
        if relation
        else None,
        misconceptions=tuple(map(str, data.get("misconceptions", ()))),
        error=_read_error(data["error"]) if "error" in data else None,
        load=LoadFailure(str(load["kind"]), _read_error(load["error"]), str(load["nearest"]))
        if load
        else None,
        end=End(data["end"]),
        detail=str(data.get("detail", "")),
        hidden=bool(data.get("hidden", False)),
        leaning=bool(data.get("leaning", False)),
    )


def _read_recording(data: dict[str, Any]) -> dict[str, Fact]:
    return decode_facts(data)


def _read_difference(data: dict[str, Any]) -> Difference:
    def side(name: str) -> Fact | Absent:
        return _read_fact(data[name]) if name in data else ABSENT

    return Difference(str(data["name"]), Kind(data["kind"]), side("observed"), side("expected"))


def _fact(fact: Fact) -> Any:
    return encode_observation(Observation({"it": fact}))["facts"]["it"]


def _read_fact(data: Any) -> Fact:
    return decode_facts({"it": data})["it"]


def _read_error(data: Any) -> ErrorFact:
    fact = _read_fact(data)
    if not isinstance(fact, ErrorFact):
        raise RecordError("expected an error")
    return fact
