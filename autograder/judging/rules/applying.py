"""Applying rules: numbers are replaced by a word about them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from autograder.judging.rules.draws import DRAWS
from autograder.judging.rules.losses import LOSSES
from autograder.judging.rules.networks import NETWORKS
from autograder.judging.rules.numbers import RuleError, UnfitError
from autograder.judging.rules.orders import ORDERS
from autograder.judging.rules.words import Words
from autograder.observations import Fact, Observation, Rule

__all__ = ["RULES", "WORDS", "fulfilled", "in_words", "word_for"]


def in_words(observation: Observation, rules: Mapping[str, Rule]) -> Observation:
    """
    Return *observation* with each fact that *rules* judge replaced by a word.

    Rules that came with the observation are dropped. An observation that is in words already
    must not be passed again: its words are no numbers, so each rule would call them unfit.

    Raises:
        RuleError: If one of *rules* can't be applied to anything.
    """
    if not rules and not observation.rules:
        return observation
    facts = {
        name: word_for(fact, rules[name]) if name in rules else fact
        for name, fact in observation.facts.items()
    }
    return replace(observation, facts=facts, rules={})


def word_for(fact: Fact, rule: Rule) -> str:
    """
    Return what *rule* says of *fact*, which may be anything.

    Raises:
        RuleError: If there is no such rule, or its parameters are not those that it takes.
    """
    judge, given = _applicable(rule)
    try:
        return judge(fact, **given)
    except UnfitError as unfit:
        return str(unfit)


def fulfilled(rule: Rule) -> str:
    """Return the word of *rule* for a right answer."""
    _applicable(rule)
    return RULES[rule.name].words[0]


def _applicable(rule: Rule) -> tuple[Callable[..., str], dict[str, Any]]:
    if rule.name not in RULES:
        raise RuleError(f"there is no rule {rule.name!r}")
    judge = RULES[rule.name].word
    wanted = list(inspect.signature(judge).parameters)[1:]
    if sorted(wanted) != sorted(rule.given):
        raise RuleError(f"{rule.name} takes {', '.join(wanted)}, not {', '.join(rule.given)}")
    return judge, dict(rule.given)


#: Every rule by its name, with all of its words.
RULES: Mapping[str, Words] = {
    rule.word.__name__: rule for rule in (*ORDERS, *LOSSES, *DRAWS, *NETWORKS)
}
#: All words of all rules.
WORDS = frozenset(word for rule in RULES.values() for word in rule.words)
