import json
import math
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.observations import (
    MAX_DEPTH,
    MAX_FACTS,
    MAX_INTEGER,
    MAX_LINE,
    MAX_NUMBERS,
    MAX_TEXT,
    ErrorFact,
    ObjectFact,
    Observation,
    ObservationError,
    TensorFact,
    decode_observation,
    encode_observation,
    parse_json,
)

# Letters that are drawn as nothing.
INVISIBLE = "\u115f\u1160\u2800\u3164\uffa0"

# -- what hypothesis draws ---------------------------------------------------------------------

numbers = st.floats(-1e308, 1e308) | st.sampled_from([math.inf, -math.inf])
integers = st.integers(-MAX_INTEGER, MAX_INTEGER)
# What cleaning leaves as it is; test_texts.py has the rest.
texts = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters=INVISIBLE), max_size=20
)


@st.composite
def tensors(draw):
    shape = draw(st.lists(st.integers(0, 3), max_size=3))
    count = math.prod(shape)
    values = draw(st.lists(numbers, min_size=count, max_size=count))
    return TensorFact(draw(texts), tuple(shape), tuple(values))


scalars = st.none() | st.booleans() | integers | numbers | texts
facts = st.recursive(
    scalars
    | tensors()
    | st.builds(ObjectFact, texts)
    | st.builds(ErrorFact, texts, texts, st.integers(0, MAX_LINE), texts),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)
observations = st.builds(
    Observation,
    st.dictionaries(texts, facts, max_size=4),
    st.dictionaries(texts, facts, max_size=2),
    texts,
    st.dictionaries(texts, integers, max_size=2),
)
json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3) | st.sampled_from(["tensor", "shape"]), inner)
    ),
    max_leaves=8,
)


def depth_of(fact):
    return 1 + max(map(depth_of, fact), default=0) if isinstance(fact, tuple) else 1


def decode(fact):
    """Decode one fact."""
    return decode_observation({"facts": {"x": fact}}).facts["x"]


def encode(fact):
    """Encode one fact."""
    return encode_observation(Observation({"x": fact}))["facts"]["x"]


def refusal(data):
    """The sentence with which *data* is refused as an observation."""
    with pytest.raises(ObservationError) as caught:
        decode_observation(data)
    return str(caught.value)


def refusal_of_fact(fact):
    return refusal({"facts": {"x": fact}})


def nested(levels, inside):
    """*inside* within so many lists."""
    for _ in range(levels):
        inside = [inside]
    return inside


# -- observations themselves -------------------------------------------------------------------


def test_an_observation_lists_facts_before_clues_and_marks_clues():
    observation = Observation({"b": 1, "a": 2}, {"c": 3})

    assert list(observation.all()) == [("b", 1), ("a", 2), ("?c", 3)]


def test_an_observation_does_not_change_with_the_dict_it_was_made_from():
    mine = {"x": 1}

    observation = Observation(mine, mine, "", mine)
    mine["y"] = 2

    assert dict(observation.facts) == {"x": 1}
    assert dict(observation.clues) == {"x": 1}
    assert dict(observation.sizes) == {"x": 1}


@pytest.mark.parametrize("part", ["facts", "clues", "sizes"])
def test_the_parts_of_an_observation_cannot_be_written_to(part):
    with pytest.raises(TypeError):
        getattr(Observation({}), part)["x"] = 1


def test_an_observation_is_frozen():
    with pytest.raises(FrozenInstanceError):
        Observation({}).call = "f()"


def test_observations_with_the_same_content_are_equal():
    assert Observation({"x": 1}, {"y": 2}) == Observation({"x": 1}, {"y": 2})
    assert Observation({"x": 1}) != Observation({"x": 2})


def test_a_refused_observation_is_a_value_error():
    assert issubclass(ObservationError, ValueError)


# -- encoding ----------------------------------------------------------------------------------


def test_only_facts_are_encoded_where_there_is_nothing_else():
    assert encode_observation(Observation({"x": 1})) == {"facts": {"x": 1}}


def test_clues_call_and_sizes_are_encoded_beside_the_facts():
    observation = Observation({"x": 1}, {"y": 1.5}, "f(2)", {"N": 4})

    assert encode_observation(observation) == {
        "facts": {"x": 1},
        "clues": {"y": 1.5},
        "call": "f(2)",
        "sizes": {"N": 4},
    }


def test_encoded_sizes_are_a_plain_dict():
    assert type(encode_observation(Observation({}, sizes={"N": 4}))["sizes"]) is dict


@pytest.mark.parametrize(
    ("fact", "data"),
    [
        (None, None),
        (True, True),
        (False, False),
        (3, 3),
        (-2.5, -2.5),
        ("nan", "nan"),
        (math.nan, {"float": "nan"}),
        (math.inf, {"float": "inf"}),
        (-math.inf, {"float": "-inf"}),
        ((), []),
        ((1, ("a", math.inf)), [1, ["a", {"float": "inf"}]]),
        (ObjectFact("set"), {"object": "set"}),
        (
            ErrorFact("ValueError", "bad", 3, "x = y"),
            {"error": "ValueError", "message": "bad", "line": 3, "code": "x = y"},
        ),
        (
            TensorFact("float32", (2, 2), (1.0, math.nan, math.inf, -math.inf)),
            {"tensor": "float32", "shape": [2, 2], "values": [1.0, "nan", "inf", "-inf"]},
        ),
    ],
)
def test_a_fact_is_encoded_as(fact, data):
    encoded = encode(fact)

    assert encoded == data
    assert type(encoded) is type(data)


def test_what_is_no_fact_is_not_encoded():
    with pytest.raises(TypeError, match=r"^not a fact: set$"):
        encode({1, 2})


# -- decoding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (3.0, 3.0),
        ("inf", "inf"),
        ({"float": "inf"}, math.inf),
        ({"float": "-inf"}, -math.inf),
        ({"float": 2.5}, 2.5),
        ([], ()),
        ([1, ["a"]], (1, ("a",))),
        ({"object": "set"}, ObjectFact("set")),
        (
            {"error": "E", "message": "m", "line": 3, "code": "c"},
            ErrorFact("E", "m", 3, "c"),
        ),
        (
            {"tensor": "int64", "shape": [2], "values": [1, "-inf"]},
            TensorFact("int64", (2,), (1.0, -math.inf)),
        ),
        ({"tensor": "float32", "shape": [], "values": [1]}, TensorFact("float32", (), (1.0,))),
        ({"tensor": "float32", "shape": [0], "values": []}, TensorFact("float32", (0,), ())),
    ],
)
def test_a_fact_is_decoded_as(data, fact):
    decoded = decode(data)

    assert decoded == fact
    assert type(decoded) is type(fact)


def test_nan_is_decoded_as_nan():
    assert math.isnan(decode({"float": "nan"}))
    assert math.isnan(decode({"tensor": "float32", "shape": [], "values": ["nan"]}).values[0])


def test_a_tensors_values_are_decoded_as_floats():
    values = decode({"tensor": "int64", "shape": [2], "values": [1, 2]}).values

    assert [type(value) for value in values] == [float, float]


def test_clues_call_and_sizes_may_be_absent():
    assert decode_observation({"facts": {}}) == Observation({}, {}, "", {})


def test_all_parts_of_an_observation_are_decoded():
    data = {"facts": {"x": 1}, "clues": {"y": 2}, "call": "f()", "sizes": {"N": 4}}

    assert decode_observation(data) == Observation({"x": 1}, {"y": 2}, "f()", {"N": 4})


def test_the_order_of_facts_survives():
    observation = Observation(dict.fromkeys("zaqb", 1), dict.fromkeys("ywc", 2))

    decoded = decode_observation(parse_json(json.dumps(encode_observation(observation))))

    assert list(decoded.facts) == list("zaqb")
    assert list(decoded.clues) == list("ywc")


@given(observations)
def test_an_encoded_observation_is_decoded_as_itself(observation):
    text = json.dumps(encode_observation(observation), allow_nan=False)

    assert decode_observation(parse_json(text)) == observation


@given(json_data)
def test_decoding_any_json_as_a_fact_raises_nothing_but_observation_errors(data):
    try:
        decoded = decode(data)
    except ObservationError:
        return
    assert depth_of(decoded) <= MAX_DEPTH


@given(json_data)
@example({"facts": {}, "call": None})
@example({"facts": {}, "sizes": {"N": 1e400}})
@example({"facts": [], "clues": {}})
def test_decoding_any_json_raises_nothing_but_observation_errors(data):
    try:
        assert isinstance(decode_observation(data), Observation)
    except ObservationError:
        pass


@given(st.text() | st.binary())
def test_parsing_any_text_raises_nothing_but_observation_errors(text):
    try:
        parse_json(text)
    except ObservationError:
        pass


@pytest.mark.parametrize("data", [None, [], "facts", 1])
def test_an_observation_is_an_object(data):
    assert refusal(data) == "observation: expected an object"


def test_an_observation_has_facts():
    assert refusal({"clues": {}}) == "no facts"


def test_an_unknown_key_is_refused_by_name():
    assert refusal({"facts": {}, "zeal": 1, "hints": 1}) == "unknown key 'hints'"


def test_an_observation_has_at_most_six_entries():
    assert refusal(dict.fromkeys("abcdefg")) == "observation: more than 6 entries"
    assert decode_observation({"facts": {}, "clues": {}, "call": "", "sizes": {}})


@pytest.mark.parametrize(
    "rule",
    [
        None,
        [],
        "near",
        {"rule": "near"},
        {"rule": 1, "given": {}},
        {"rule": "near", "given": []},
        {"rule": "near", "given": {}, "more": 1},
        {"rule": "near", "given": {"x": {"no": "fact"}}},
        {"rule": "near", "given": dict.fromkeys("abcdefghi")},
    ],
)
def test_a_rule_has_a_name_and_facts_that_it_is_given(rule):
    assert refusal({"facts": {}, "rules": {"x": rule}})


def test_numbers_that_a_rule_is_given_are_counted_too():
    given = {"x": [0] * (MAX_NUMBERS // 2), "y": [0] * (MAX_NUMBERS // 2 + 1)}
    rule = {"rule": "near", "given": given}

    assert refusal({"facts": {}, "rules": {"x": rule}}) == f"more than {MAX_NUMBERS} numbers"


@pytest.mark.parametrize("part", ["facts", "clues"])
def test_facts_and_clues_are_objects(part):
    assert refusal({"facts": {}, part: [1]}) == "facts: expected an object"


def test_sizes_are_an_object():
    assert refusal({"facts": {}, "sizes": 3}) == "sizes: expected an object"


@pytest.mark.parametrize("part", ["facts", "clues"])
def test_as_many_facts_as_the_limit_are_read_but_no_more(part):
    entries = {str(number): None for number in range(MAX_FACTS)}

    assert len(getattr(decode_observation({"facts": {}, part: entries}), part)) == 100

    assert refusal({"facts": {}, part: entries | {"more": None}}) == "facts: more than 100 entries"


def test_at_most_sixteen_sizes_are_read():
    sizes = {str(number): number for number in range(16)}

    assert decode_observation({"facts": {}, "sizes": sizes}).sizes == sizes
    assert refusal({"facts": {}, "sizes": sizes | {"more": 1}}) == "sizes: more than 16 entries"


NO_TEXT = "expected a text of at most 4000 characters"
NO_INTEGER = "expected an integer within 2**53"
NO_NUMBER = "expected a number"


def test_a_text_may_be_as_long_as_the_limit_but_no_longer():
    assert decode("x" * MAX_TEXT) == "x" * 4_000
    assert refusal_of_fact("x" * (MAX_TEXT + 1)) == NO_TEXT


@pytest.mark.parametrize(
    "data",
    [
        {"facts": {"n" * 4_001: 1}},
        {"facts": {}, "clues": {"n" * 4_001: 1}},
        {"facts": {}, "sizes": {"n" * 4_001: 1}},
        {"facts": {}, "call": "n" * 4_001},
        {"facts": {}, "call": None},
        {"facts": {}, "call": 5},
        {"facts": {"x": {"object": 5}}},
        {"facts": {"x": {"object": "n" * 4_001}}},
        {"facts": {"x": {"tensor": None, "shape": [], "values": [1]}}},
        {"facts": {"x": {"error": 1, "message": "", "line": 0, "code": ""}}},
        {"facts": {"x": {"error": "", "message": 1, "line": 0, "code": ""}}},
        {"facts": {"x": {"error": "", "message": "", "line": 0, "code": 1}}},
    ],
)
def test_what_stands_for_a_text_is_one_and_not_too_long(data):
    assert refusal(data) == NO_TEXT


def test_half_a_surrogate_pair_is_taken_out():
    data = parse_json('{"facts": {"W\\ud800": "a\\udfffb"}, "call": "\\ud83d\\ude00"}')

    assert decode_observation(data) == Observation({"W": "ab"}, call="😀")


ESCAPED = "\x1b]0;pwned\x07a\x9b2J\u202eb\u200b"


@pytest.mark.parametrize(
    ("fact", "read"),
    [
        (ESCAPED, "ab"),
        ([[ESCAPED]], (("ab",),)),
        ({"object": ESCAPED}, ObjectFact("ab")),
        ({"tensor": ESCAPED, "shape": [], "values": [1]}, TensorFact("ab", (), (1.0,))),
        (
            {"error": ESCAPED, "message": ESCAPED, "line": 3, "code": ESCAPED},
            ErrorFact("ab", "ab", 3, "ab"),
        ),
    ],
)
def test_every_text_is_cleaned_where_it_is_read(fact, read):
    data = {
        "facts": {f"{ESCAPED}x": fact}, "clues": {ESCAPED: fact}, "recording": {ESCAPED: fact},
        "sizes": {ESCAPED: 3}, "call": ESCAPED,
    }  # fmt: skip

    assert decode_observation(data) == Observation(
        {"abx": read}, {"ab": read}, "ab", {"ab": 3}, {"ab": read}
    )


@pytest.mark.parametrize("part", ["facts", "clues", "recording", "sizes"])
def test_two_names_that_look_alike_are_refused(part):
    data = {"facts": {}} | {part: {"W": 1, "W\u200b": 2}}

    assert refusal(data) == "two names that look alike"


def test_a_name_stays_on_one_line_and_a_message_may_have_several():
    error = decode({"error": "A\nB", "message": "A\nB", "line": 1, "code": "A\tB\u2028C"})

    assert error == ErrorFact("A B", "A\nB", 1, "A B C")


@pytest.mark.parametrize("line", [-1, 2**31, 2**53, 2**60, 10**400, 0.5, True, None, "3"])
def test_a_line_is_one_that_a_file_can_have(line):
    data = {"error": "E", "message": "", "line": line, "code": ""}

    assert refusal_of_fact(data) == "expected the number of a line"


def test_the_last_line_that_a_file_can_have_is_read():
    fact = decode({"error": "E", "message": "", "line": MAX_LINE, "code": ""})

    assert fact == ErrorFact("E", "", MAX_LINE)


@pytest.mark.parametrize("sign", [1, -1])
def test_an_integer_may_be_as_large_as_the_limit_but_no_larger(sign):
    assert decode(sign * 2**53) == sign * 2**53
    assert refusal_of_fact(sign * (2**53 + 1)) == NO_INTEGER


@pytest.mark.parametrize(
    "data",
    [
        {"facts": {}, "sizes": {"N": 1.0}},
        {"facts": {}, "sizes": {"N": True}},
        {"facts": {}, "sizes": {"N": "3"}},
        {"facts": {}, "sizes": {"N": 2**53 + 1}},
        {"facts": {"x": {"tensor": "", "shape": [1.0], "values": [1]}}},
        {"facts": {"x": {"tensor": "", "shape": [True], "values": [1]}}},
    ],
)
def test_what_stands_for_an_integer_is_one(data):
    assert refusal(data) == NO_INTEGER


@pytest.mark.parametrize("value", [None, True, "1", "NaN", "infinity", [1], {}, 10**400, 1e400])
def test_what_stands_for_a_number_in_a_tensor_is_one(value):
    fact = {"tensor": "float32", "shape": [1], "values": [value]}

    assert refusal_of_fact(fact) == NO_NUMBER


@pytest.mark.parametrize("value", [1e400, -1e400])
def test_an_infinity_that_is_not_spelled_out_is_refused(value):
    assert refusal_of_fact(value) == NO_NUMBER


@pytest.mark.parametrize("value", [None, True, "1", [], 10**400])
def test_what_stands_for_a_float_is_a_number(value):
    assert refusal_of_fact({"float": value}) == NO_NUMBER


@pytest.mark.parametrize("value", [1e308, -1e308])
def test_a_large_finite_number_is_read(value):
    assert decode(value) == value
    assert decode({"tensor": "float64", "shape": [], "values": [value]}).values == (value,)


@pytest.mark.parametrize("value", [1.5e308, -1.7976931348623157e308])
def test_the_largest_finite_numbers_are_read(value):
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "fact",
    [
        {},
        {"unknown": 1},
        {"object": "set", "more": 1},
        {"float": "inf", "more": 1},
        {"tensor": "float32", "shape": [1]},
        {"tensor": "float32", "shape": 1, "values": [1]},
        {"tensor": "float32", "shape": [1], "values": 1},
        {"tensor": "float32", "shape": [1], "values": [1], "more": 1},
        {"error": "E", "message": "m", "line": 1},
        {"error": "E", "message": "m", "line": 1, "code": "", "more": 1},
    ],
)
def test_an_object_of_unknown_form_is_refused(fact):
    assert refusal_of_fact(fact) == "not a fact: dict"


def test_data_that_json_does_not_know_is_refused_by_type():
    assert refusal_of_fact({1, 2}) == "not a fact: set"


@pytest.mark.parametrize(
    ("shape", "count"), [([2], 3), ([], 0), ([], 2), ([0], 1), ([2, 3], 5), ([2, 3], 7)]
)
def test_a_tensor_has_as_many_values_as_its_shape_says(shape, count):
    fact = {"tensor": "float32", "shape": shape, "values": [1] * count}

    assert refusal_of_fact(fact) == "shape and values disagree"


@pytest.mark.parametrize("shape", [[-1, -1], [-1], [1] * 9])
def test_an_impossible_shape_is_refused(shape):
    fact = {"tensor": "float32", "shape": shape, "values": [1]}

    assert refusal_of_fact(fact) == "impossible shape"


def test_a_tensor_may_have_eight_axes():
    fact = {"tensor": "float32", "shape": [1] * 8, "values": [1]}

    assert decode(fact).shape == (1,) * 8


def test_an_axis_may_have_no_entry():
    assert decode({"tensor": "float32", "shape": [3, 0], "values": []}).shape == (3, 0)


@pytest.mark.parametrize("inside", [1, "a", None])
def test_lists_are_read_to_the_depth_limit_and_no_deeper(inside):
    assert depth_of(decode(nested(MAX_DEPTH - 1, inside))) == 8
    assert refusal_of_fact(nested(MAX_DEPTH, inside)) == "nested deeper than 8"


TOO_MANY = "more than 20000 numbers"


def vector(count):
    return {"tensor": "float32", "shape": [count], "values": [1] * count}


def test_a_tensor_may_hold_as_many_numbers_as_the_limit_and_no_more():
    # The sizes of its shape count too.
    assert len(decode(vector(MAX_NUMBERS - 1)).values) == 19_999
    assert refusal_of_fact(vector(MAX_NUMBERS)) == TOO_MANY


def test_the_numbers_of_all_facts_and_clues_are_counted_together():
    half = vector(MAX_NUMBERS // 2 - 1)

    assert decode_observation({"facts": {"x": half}, "clues": {"y": half}})
    assert refusal({"facts": {"x": half}, "clues": {"y": half, "z": vector(1)}}) == TOO_MANY
    assert refusal({"facts": {"x": half, "y": half, "z": vector(1)}}) == TOO_MANY


@pytest.mark.parametrize("entry", [None, "a", []])
def test_entries_of_lists_are_counted_whatever_they_are(entry):
    assert len(decode([entry] * MAX_NUMBERS)) == 20_000
    assert refusal_of_fact([entry] * (MAX_NUMBERS + 1)) == TOO_MANY


@pytest.mark.parametrize("number", [1, 1.5])
def test_more_numbers_than_the_limit_are_refused_in_a_list(number):
    assert refusal_of_fact([number] * (MAX_NUMBERS + 1)) == TOO_MANY


@pytest.mark.parametrize("number", [1, 1.5])
def test_a_list_may_hold_as_many_numbers_as_the_limit(number):
    assert len(decode([number] * MAX_NUMBERS)) == 20_000


# -- parsing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ['{"a": [1, 2.5, null, true]}', b'{"a": [1, 2.5, null, true]}'])
def test_json_is_parsed_as_text_and_as_bytes(text):
    assert parse_json(text) == {"a": [1, 2.5, None, True]}


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_constants_that_json_lacks_are_refused_by_name(name):
    with pytest.raises(ObservationError, match=rf"^not JSON: {name} is not JSON$"):
        parse_json(f'{{"x": {name}}}')


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '[{"b": {"a": 1, "a": 2}}]'])
def test_a_key_that_comes_twice_is_refused(text):
    with pytest.raises(ObservationError, match=r"^not JSON: duplicate key$"):
        parse_json(text)


@pytest.mark.parametrize("text", ["", "{", "[1,]", b"\xff", "{'a': 1}"])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(ObservationError, match=r"^not JSON: ."):
        parse_json(text)


def test_endless_nesting_is_refused():
    with pytest.raises(ObservationError, match=r"^not JSON: ."):
        parse_json("[" * 200_000)


def test_an_integer_of_too_many_digits_is_refused():
    with pytest.raises(ObservationError, match=r"^not JSON: ."):
        parse_json("1" * 10_000)


def test_a_refusal_does_not_drag_the_parsers_traceback_along():
    with pytest.raises(ObservationError) as caught:
        parse_json("{")

    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
