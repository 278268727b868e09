"""
What a check saw, as frozen, JSON-able data.

Both sides of the sandbox's wall share this format and neither owns it: probing writes
observations beside learner code, judging reads them where no learner code runs. So this room
imports no torch, and its decoder trusts nothing.
"""

from autograder.observations.decoding import (
    decode_error,
    decode_facts,
    decode_name,
    decode_observation,
)
from autograder.observations.encoding import encode_observation
from autograder.observations.facts import (
    ArrayFact,
    ErrorFact,
    Fact,
    GridFact,
    ObjectFact,
    Observation,
    Rule,
    TensorFact,
)
from autograder.observations.json_text import ObservationError, parse_json
from autograder.observations.limits import (
    MAX_DEPTH,
    MAX_FACTS,
    MAX_INTEGER,
    MAX_LEFT_OUT,
    MAX_LINE,
    MAX_NUMBERS,
    MAX_STATEMENTS,
    MAX_TEXT,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_FACTS",
    "MAX_INTEGER",
    "MAX_LEFT_OUT",
    "MAX_LINE",
    "MAX_NUMBERS",
    "MAX_STATEMENTS",
    "MAX_TEXT",
    "ArrayFact",
    "ErrorFact",
    "Fact",
    "GridFact",
    "ObjectFact",
    "Observation",
    "ObservationError",
    "Rule",
    "TensorFact",
    "decode_error",
    "decode_facts",
    "decode_name",
    "decode_observation",
    "encode_observation",
    "parse_json",
]
