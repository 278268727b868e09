import json
import math

import pytest
from builders import case_key, error, key_of, seen, tensor
from hypothesis import given
from hypothesis import strategies as st

from autograder.judging.key import (
    SCHEMA,
    CaseKey,
    Key,
    KeyFormatError,
    misconception_of,
    read_key,
    write_key,
)
from autograder.observations import ObjectFact


def written(key, classifier=None):
    return json.loads(write_key(key, classifier))


def delta_of(reference, wrong, classifier=None):
    """How *wrong* is written beside *reference*."""
    key = key_of(claim=case_key(reference, program=wrong))
    return written(key, classifier)["checks"]["claim"][0]["wrong"]["program"]


def after_a_round_trip(reference, wrong):
    """*wrong* as it is read again."""
    key = read_key(write_key(key_of(claim=case_key(reference, program=wrong))))
    return key.checks["claim"][0].wrong["program"]


# -- programs ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "misconception"),
    [
        ("rebinds_parameter", "rebinds_parameter"),
        ("rebinds_parameter.retain_grad", "rebinds_parameter"),
        ("rebinds_parameter.retain_grad.twice", "rebinds_parameter"),
    ],
)
def test_a_misconception_is_the_programs_name_up_to_the_first_dot(program, misconception):
    assert misconception_of(program) == misconception


def test_the_programs_of_a_key_are_those_of_all_checks_and_cases_sorted_and_once():
    key = key_of(
        first=[case_key(seen(a=1), z=seen(a=2)), case_key(seen(a=1), b__x=seen(a=2))],
        second=case_key(seen(a=1), a=seen(a=2), z=seen(a=3)),
    )

    assert key.programs == ("a", "b.x", "z")


def test_a_key_without_wrong_programs_has_none():
    assert key_of(first=case_key(seen(a=1))).programs == ()


# -- writing -----------------------------------------------------------------------------------


def test_a_key_is_written_with_schema_exercise_seed_and_digest_before_the_checks():
    data = written(key_of("an/exercise", "secret", "abc", claim=case_key(seen(a=1))))

    assert list(data) == ["schema", "exercise", "seed", "checks_digest", "checks"]
    assert data["schema"] == SCHEMA == 1
    assert (data["exercise"], data["seed"], data["checks_digest"]) == (
        "an/exercise",
        "secret",
        "abc",
    )


def test_a_case_is_written_as_its_reference_and_its_wrong_programs():
    key = key_of(claim=[case_key(seen(a=1), x=seen(a=2)), case_key(seen(a=3))])

    assert written(key)["checks"] == {
        "claim": [
            {"reference": {"facts": {"a": 1}}, "wrong": {"x": {"facts": {"a": 2}}}},
            {"reference": {"facts": {"a": 3}}, "wrong": {}},
        ]
    }


def test_wrong_programs_are_written_in_order_of_their_names():
    key = key_of(claim=case_key(seen(a=1), b=seen(a=2), c=seen(a=3), a=seen(a=4)))

    assert list(written(key)["checks"]["claim"][0]["wrong"]) == ["a", "b", "c"]


def test_checks_are_written_in_their_own_order():
    key = key_of(z=case_key(seen(a=1)), a=case_key(seen(a=1)))

    assert list(written(key)["checks"]) == ["z", "a"]


def test_a_key_is_written_for_readers_and_for_diffs():
    text = write_key(key_of("é", claim=case_key(seen(a="ő"))))

    assert text.startswith('{\n "schema": 1,\n "exercise": "é",\n')
    assert '"a": "ő"' in text
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")


def test_a_key_whose_own_data_no_json_can_hold_is_not_written():
    with pytest.raises(ValueError, match="Out of range float values"):
        write_key(key_of(math.nan, claim=case_key(seen(a=1))))


def test_facts_that_are_not_finite_are_written():
    key = key_of(claim=case_key(seen(a=math.nan, b=tensor(math.inf)), x=seen(a=1, b=tensor(2))))

    assert read_key(write_key(key)).checks["claim"][0].reference.facts["b"] == tensor(math.inf)


def test_a_wrong_program_is_written_as_its_changed_facts():
    assert delta_of(seen(a=1, b=2, c=3), seen(a=1, b=5, c=3)) == {"facts": {"b": 5}}


def test_a_wrong_program_that_shows_the_same_is_written_as_nothing():
    assert delta_of(seen(a=1, clues={"c": 1}), seen(a=1, clues={"c": 1})) == {}


def test_a_fact_within_tolerance_is_no_change():
    assert delta_of(seen(a=1.0, b=1.0), seen(a=1.00001, b=1.1)) == {"facts": {"b": 1.1}}


def test_an_error_that_the_classifier_names_alike_is_no_change():
    reference, wrong = seen(raised=error(message="one")), seen(raised=error(message="other"))

    assert delta_of(reference, wrong, lambda *_: "known") == {}
    assert list(delta_of(reference, wrong)["facts"]) == ["raised"]


def test_a_fact_that_only_the_wrong_program_has_is_written():
    assert delta_of(seen(a=1), seen(a=1, b=None)) == {"facts": {"b": None}}


def test_facts_that_the_wrong_program_lacks_are_written_by_name():
    assert delta_of(seen(c=1, a=1, b=1), seen(b=1)) == {"no_facts": ["c", "a"]}


def test_clues_are_written_as_facts_are():
    reference = seen(clues={"same": 1, "gone": 1, "other": 1})
    wrong = seen(clues={"same": 1, "other": 2, "new": 3})

    assert delta_of(reference, wrong) == {
        "clues": {"other": 2, "new": 3},
        "no_clues": ["gone"],
    }


def test_call_and_sizes_are_written_with_the_reference_only():
    reference = seen(a=1, call="f(1)", sizes={"N": 4})
    key = key_of(claim=case_key(reference, x=seen(a=2, call="f(2)", sizes={"N": 5})))

    (case,) = written(key)["checks"]["claim"]

    assert case["reference"]["call"] == "f(1)"
    assert case["reference"]["sizes"] == {"N": 4}
    assert case["wrong"]["x"] == {"facts": {"a": 2}}


# -- reading -----------------------------------------------------------------------------------


def test_a_key_is_read_as_it_was_written():
    key = key_of(
        "an/exercise",
        "secret",
        "abc",
        z=[
            case_key(
                seen(a=1, b=tensor(1, 2), raised=None, clues={"c": "x"}, call="f", sizes={"N": 3}),
                one=seen(
                    a=2,
                    b=tensor(1, 2),
                    raised=error(line=3, code="x"),
                    clues={"d": "x"},
                    call="f",
                    sizes={"N": 3},
                ),
                two__more=seen(b=ObjectFact("set"), clues={}, call="f", sizes={"N": 3}),
            ),
            case_key(seen(a=1)),
        ],
        a=case_key(seen(b=2)),
    )

    again = read_key(write_key(key))

    assert again == key
    assert list(again.checks) == ["z", "a"]
    assert write_key(again) == write_key(key)


names = st.text("abcd", min_size=1, max_size=2)
simple_facts = st.dictionaries(names, st.none() | st.booleans() | st.integers(-9, 9) | names)


@given(simple_facts, simple_facts, simple_facts, simple_facts)
def test_what_a_wrong_program_shows_is_read_as_it_was(facts, clues, wrong_facts, wrong_clues):
    wrong = after_a_round_trip(seen(facts, clues=clues), seen(wrong_facts, clues=wrong_clues))

    assert dict(wrong.facts) == wrong_facts
    assert dict(wrong.clues) == wrong_clues


def test_a_fact_within_tolerance_is_read_as_the_references():
    assert after_a_round_trip(seen(a=1.0), seen(a=1.00001)).facts["a"] == 1.0


def test_facts_of_a_wrong_program_come_in_the_references_order_and_new_ones_last():
    wrong = after_a_round_trip(seen(c=1, b=1, a=1), seen(x=1, a=2, b=1, c=2))

    assert list(wrong.facts) == ["c", "b", "a", "x"]


def test_a_fact_that_the_wrong_program_lacks_is_read_as_lacking():
    wrong = after_a_round_trip(seen(a=1, b=1, clues={"c": 1}), seen(b=1))

    assert dict(wrong.facts) == {"b": 1}
    assert dict(wrong.clues) == {}


def test_call_and_sizes_of_a_wrong_program_are_the_references():
    wrong = after_a_round_trip(seen(a=1, call="f(1)", sizes={"N": 4}), seen(a=2))

    assert (wrong.call, wrong.sizes) == ("f(1)", {"N": 4})


def test_a_key_without_digest_is_read():
    text = '{"schema": 1, "exercise": "e", "seed": "s", "checks": {}}'

    assert read_key(text) == Key("e", "s", {}, "")


def test_a_key_with_nothing_but_a_reference_is_read():
    text = json.dumps(
        {
            "schema": 1,
            "exercise": "e",
            "seed": "s",
            "checks": {"claim": [{"reference": {"facts": {"a": 1}}, "wrong": {"x": {}}}]},
        }
    )

    assert read_key(text).checks == {"claim": (CaseKey(seen(a=1), {"x": seen(a=1)}),)}


@pytest.mark.parametrize("schema", [0, 2, "1", None])
def test_a_key_of_another_schema_is_refused_with_the_way_out(schema):
    text = json.dumps({"schema": schema, "exercise": "e", "seed": "s", "checks": {}})

    with pytest.raises(KeyFormatError) as caught:
        read_key(text)

    assert str(caught.value) == (f"this key has schema {schema!r}, wanted 1; run gradlings lock")


def test_a_key_without_schema_is_refused():
    with pytest.raises(KeyFormatError, match="this key has schema None, wanted 1"):
        read_key("{}")


def key_text(**changes):
    data = {
        "schema": 1,
        "exercise": "e",
        "seed": "s",
        "checks": {"claim": [{"reference": {"facts": {"a": 1}}, "wrong": {"x": {}}}]},
    }
    return json.dumps(data | changes)


def case_text(reference=None, **wrong):
    case = {"reference": reference or {"facts": {"a": 1}}, "wrong": wrong}
    return key_text(checks={"claim": [case]})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "5",
        "null",
        '"text"',
        '{"schema": 1}',
        '{"schema": 1, "schema": 1}',
        '{"schema": 1, "exercise": "e", "seed": "s"}',
        '{"schema": 1, "exercise": "e", "checks": {}}',
        '{"schema": 1, "seed": "s", "checks": {}}',
        key_text(checks=[]),
        key_text(checks=None),
        key_text(checks={"claim": 5}),
        key_text(checks={"claim": [5]}),
        key_text(checks={"claim": [{}]}),
        key_text(checks={"claim": [{"reference": {"facts": {}}}]}),
        key_text(checks={"claim": [{"reference": {"facts": {}}, "wrong": []}]}),
        key_text(checks={"claim": [{"reference": {}, "wrong": {}}]}),
        case_text({"facts": {"a": {"unknown": 1}}}),
        case_text(x=[]),
        case_text(x={"facts": []}),
        case_text(x={"facts": {"a": {"unknown": 1}}}),
        case_text(x={"clues": {"a": {"unknown": 1}}}),
        case_text(x={"no_facts": 5}),
        case_text(x={"no_facts": [[]]}),
        case_text(x={"no_clues": 5}),
        "[" * 100_000,
    ],
)
def test_what_is_no_key_is_refused_as_one(text):
    with pytest.raises(KeyFormatError, match=r"^not a key: "):
        read_key(text)


def test_the_refusal_says_what_is_wrong():
    with pytest.raises(KeyFormatError, match=r"^not a key: not a fact: dict$"):
        read_key(case_text(x={"facts": {"a": {"unknown": 1}}}))


def test_a_refused_key_is_a_value_error_without_the_readers_traceback():
    with pytest.raises(ValueError) as caught:
        read_key("{")

    assert type(caught.value) is KeyFormatError
    assert caught.value.__suppress_context__


def test_a_key_within_fewer_cases_has_the_first_ones_of_the_checks_that_are_named():
    one, two = case_key(seen({"it": 1})), case_key(seen({"it": 2}))
    key = key_of(moves=[one, two], trains=[two, one])

    assert key.within({"moves": 1}).checks == {"moves": (one,), "trains": (two, one)}
