import math
import sys
from enum import Enum
from typing import NamedTuple

import numpy
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.observations import (
    MAX_DEPTH,
    MAX_TEXT,
    ArrayFact,
    ErrorFact,
    ObjectFact,
    Observation,
    TensorFact,
    decode_observation,
    encode_observation,
)
from autograder.probing.facts import (
    describe,
    describe_call,
    describe_error,
    describe_tensor,
    is_plain_tensor,
    type_in_words,
)


def refuse(*args, **kwargs):
    raise AssertionError("learner code was run")


def nested(levels, inside):
    for _ in range(levels):
        inside = [inside]
    return inside


def named_in(module, **members):
    """A class that says to come from *module*."""
    return type("Thing", (), {"__module__": module, **members})


# -- plain values ------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, True, False, 0, -7, 2.5, math.inf, "", "text"])
def test_a_plain_value_is_its_own_fact(value):
    fact = describe(value)

    assert fact == value
    assert type(fact) is type(value)


def test_nan_is_its_own_fact():
    assert math.isnan(describe(math.nan))


@pytest.mark.parametrize("sign", [1, -1])
def test_an_integer_beyond_what_a_float_can_tell_is_a_huge_int(sign):
    assert describe(sign * 2**53) == sign * 2**53
    assert describe(sign * (2**53 + 1)) == ObjectFact("huge int")
    assert describe(sign * 10**5000) == ObjectFact("huge int")


def test_a_long_text_is_cut():
    assert describe("x" * MAX_TEXT + "y") == "x" * 4_000


class Three(NamedTuple):
    count: int
    mean: float
    name: str


@pytest.mark.parametrize("value", [[1, 2.5, "a"], (1, 2.5, "a"), Three(1, 2.5, "a")])
def test_lists_and_tuples_are_one_kind(value):
    assert describe(value) == (1, 2.5, "a")


def test_a_shape_is_described_as_the_tuple_that_it_is():
    assert describe(torch.ones(2, 3).shape) == (2, 3)


def test_a_member_of_a_texts_enumeration_is_described_as_its_text():
    assert describe(Enum("Kind", {"DATA": "data"}, type=str).DATA) == "data"


def test_lists_are_described_with_all_that_is_in_them():
    assert describe([[], (1, [None]), torch.tensor(2.0)]) == (
        (),
        (1, (None,)),
        TensorFact("float32", (), (2.0,)),
    )


@pytest.mark.parametrize("kind", [list, tuple])
def test_a_thousand_entries_are_described_and_no_more(kind):
    assert describe(kind([1] * 1000)) == (1,) * 1000
    assert describe(kind([1] * 1001)) == ObjectFact(f"{kind.__name__} too long or too deep to show")


def test_lists_are_described_as_deep_as_an_observation_may_be():
    assert describe(nested(MAX_DEPTH - 1, 1)) == (((((((1,),),),),),),)
    too_deep = ObjectFact("list too long or too deep to show")
    assert describe(nested(MAX_DEPTH, 1)) == (((((((too_deep,),),),),),),)


def test_a_list_that_holds_itself_is_described_to_the_depth_limit():
    endless = []
    endless.append(endless)

    fact = describe(endless)

    for _ in range(MAX_DEPTH - 1):
        (fact,) = fact
    assert fact == ObjectFact("list too long or too deep to show")


def test_a_long_list_deep_down_is_cut_alone():
    assert describe([1, [0] * 1001]) == (1, ObjectFact("list too long or too deep to show"))


letters = st.text(
    st.characters(categories=["Ll", "Lu", "N", "P", "S"], exclude_characters="\u2800")
)
plain = st.none() | st.booleans() | st.integers() | st.floats(-1e308, 1e308) | letters


@given(st.recursive(plain, lambda inner: st.lists(inner) | st.lists(inner).map(tuple)))
def test_the_fact_of_any_plain_value_fits_into_an_observation(value):
    observation = Observation({"x": describe(value)})

    assert decode_observation(encode_observation(observation)) == observation


def test_the_fact_of_a_list_that_branches_without_end_fits_into_an_observation():
    endless = []
    endless += [endless] * 5

    decode_observation(encode_observation(Observation({"x": describe(endless)})))


def test_the_fact_of_a_list_of_large_tensors_fits_into_an_observation():
    value = [torch.zeros(1000)] * 30

    decode_observation(encode_observation(Observation({"x": describe(value)})))


# -- objects -----------------------------------------------------------------------------------


class Plain:
    class Inner:
        pass


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        ({1}, "set"),
        ({"a": 1}, "dict"),
        (1j, "complex"),
        (b"a", "bytes"),
        (range(3), "range"),
        (len, "builtin_function_or_method"),
        (torch.float32, "dtype"),
        (torch.nn.Linear(1, 1), "torch.nn.modules.linear.Linear"),
        (numpy.ma.ones(2), "numpy.ma.MaskedArray"),
        (numpy.str_("x").dtype, "numpy.dtypes.StrDType"),
        (numpy.complex64(1), "numpy.complex64"),
        (numpy.array(["a"]), "numpy.ndarray of str32"),
        (numpy.array([object()]), "numpy.ndarray of object"),
        (numpy.ones(6_000), "numpy.ndarray of shape (6000,), too large to show"),
        (numpy.ones((1,) * 9), f"numpy.ndarray of shape {(1,) * 9}, too large to show"),
        (Plain(), f"{__name__}.Plain"),
        (Plain.Inner(), f"{__name__}.Plain.Inner"),
        (named_in("submission")(), "Thing"),
        (named_in("builtins")(), "Thing"),
        (named_in("torch")(), "Thing"),
        (named_in("torch.nn")(), "torch.nn.Thing"),
    ],
)
def test_an_object_is_described_by_its_types_name(value, type_name):
    assert describe(value) == ObjectFact(type_name)


@pytest.mark.parametrize(
    ("value", "type_name"),
    [(int, "int"), (torch.nn.ReLU, "torch.nn.modules.activation.ReLU"), (torch.Tensor, "Tensor")],
)
def test_a_class_is_told_from_its_instances(value, type_name):
    assert describe(value) == ObjectFact(f"class {type_name}")


def test_a_types_name_is_cut_at_a_hundred_characters():
    value = named_in("m", __qualname__="x" * 200)()

    assert describe(value) == ObjectFact("m." + "x" * 98)


def test_a_numpy_float64_is_a_number():
    fact = describe(numpy.float64(2.5))

    assert fact == 2.5
    assert type(fact) is float


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (numpy.float32(0.5), 0.5),
        (numpy.float16(2), 2.0),
        (numpy.longdouble(3), 3.0),
        (numpy.int64(7), 7),
        (numpy.uint8(255), 255),
        (numpy.True_, True),
    ],
)
def test_numpys_numbers_are_the_same_facts_as_pythons(value, number):
    fact = describe(value)

    assert fact == number
    assert type(fact) is type(number)


@pytest.mark.parametrize("base", [float, numpy.float64, numpy.ndarray])
def test_what_only_says_to_be_numpys_is_described_by_its_types_name(base):
    refused = dict.fromkeys(("__add__", "__float__", "__int__", "__bool__", "tolist"), refuse)
    kind = type("float64", (base,), {"__module__": "numpy", **refused})

    assert describe(kind(2)) == ObjectFact("numpy.float64")


@pytest.mark.parametrize(
    ("array", "fact"),
    [
        (numpy.array([1.5, -2.0]), ArrayFact("float64", (2,), (1.5, -2.0))),
        (numpy.array([[1, 2], [3, 4]], dtype="int32").T, ArrayFact("int32", (2, 2), (1, 3, 2, 4))),
        (numpy.arange(6.0)[::-2], ArrayFact("float64", (3,), (5.0, 3.0, 1.0))),
        (numpy.array([True, False]), ArrayFact("bool", (2,), (1.0, 0.0))),
        (numpy.array(2.5), ArrayFact("float64", (), (2.5,))),
        (numpy.zeros((0, 3)), ArrayFact("float64", (0, 3), ())),
    ],
)
def test_an_array_is_described_by_its_numbers_row_by_row(array, fact):
    assert describe(array) == fact
    assert decode_observation(encode_observation(Observation({"a": fact}))).facts == {"a": fact}


def test_an_array_is_no_tensor_and_equal_to_none():
    assert describe(numpy.ones(2, dtype="float32")) != describe(torch.ones(2))
    assert type_in_words(numpy.ones(2)) == "numpy.ndarray"
    assert not is_plain_tensor(numpy.ones(2))


def test_a_call_shows_small_arrays_and_the_shape_of_large_ones():
    shown = describe_call("f", (numpy.array([[1.0, 2.123456]]), numpy.ones((4, 5))), {})

    assert shown == "f(array([[1.0, 2.1235]]), <array of shape (4, 5)>)"


# -- hostile values ----------------------------------------------------------------------------


HOSTILE = {
    "__repr__": refuse,
    "__str__": refuse,
    "__eq__": refuse,
    "__hash__": refuse,
    "__bool__": refuse,
    "__len__": refuse,
    "__iter__": refuse,
    "__getitem__": refuse,
    "__getattr__": refuse,
    "__float__": refuse,
    "__int__": refuse,
    "__index__": refuse,
    "__abs__": refuse,
    "__format__": refuse,
    "__reduce__": refuse,
}


@pytest.mark.parametrize("base", [object, int, float, dict])
def test_a_subclass_that_lies_is_described_by_its_types_name(base):
    value = type("Liar", (base,), {"__module__": "submission", **HOSTILE})()

    assert describe(value) == ObjectFact("Liar")


@pytest.mark.parametrize(
    ("base", "content", "fact"),
    [(list, [1.5, "a"], (1.5, "a")), (tuple, (2, None), (2, None)), (str, "leaf", "leaf")],
)
def test_of_a_kind_of_list_or_text_what_python_keeps_is_described_and_none_of_its_methods_run(
    base, content, fact
):
    value = type("Liar", (base,), {"__module__": "submission", **HOSTILE})(content)

    assert describe(value) == fact
    assert type(describe(value)) is type(fact)


def test_a_kind_of_list_can_not_hide_how_long_it_is():
    kind = type("Short", (list,), {"__len__": lambda self: 1, "__module__": "submission"})

    assert describe(kind([0.0] * 1_001)) == ObjectFact("Short too long or too deep to show")


def test_a_liar_within_a_list_is_described_by_its_types_name():
    liar = type("Liar", (float,), {"__module__": "submission", **HOSTILE})(2.5)

    assert describe([1.5, liar]) == (1.5, ObjectFact("Liar"))


def test_an_object_that_refuses_every_attribute_is_described_by_its_types_name():
    def refuse_all_but_the_class(self, name):
        return object.__getattribute__(self, name) if name == "__class__" else refuse()

    value = type(
        "Shy", (), {"__module__": "submission", "__getattribute__": refuse_all_but_the_class}
    )()

    assert describe(value) == ObjectFact("Shy")


def test_an_object_whose_class_attribute_raises_is_described_by_its_types_name():
    value = named_in("submission", __class__=property(refuse))()

    assert describe(value) == ObjectFact("Thing")


@pytest.mark.parametrize("claimed", [float, int, list, torch.Tensor])
def test_an_object_that_claims_another_class_is_described_by_its_types_name(claimed):
    value = named_in("submission", __class__=property(lambda self: claimed))()

    assert describe(value) == ObjectFact("Thing")


@pytest.mark.parametrize(("module", "claimed"), [("submission", type), ("numpy", float)])
def test_an_object_that_claims_to_be_a_class_or_numpys_float_is_described_by_its_types_name(
    module, claimed
):
    value = named_in(module, __class__=property(lambda self: claimed))()

    assert isinstance(describe(value), ObjectFact)


def test_an_object_whose_metaclass_refuses_every_attribute_is_described_by_its_types_name():
    shy = type("Shy", (type,), {"__getattribute__": refuse})
    kind = type.__call__(shy, "Thing", (), {"__module__": "submission"})

    assert describe(object.__new__(kind)) == ObjectFact("Thing")


def test_a_type_whose_metaclass_lies_about_its_module_does_not_run_code():
    meta = type("Meta", (type,), {"__module__": property(refuse)})
    kind = meta("Thing", (), {})

    assert isinstance(describe(kind()), ObjectFact)
    assert isinstance(describe(kind), ObjectFact)


def test_a_type_whose_module_is_no_text_does_not_run_code():
    value = named_in(type("Bad", (), {"__str__": refuse})())()

    assert isinstance(describe(value), ObjectFact)


def says_to_equal(answer):
    """A metaclass whose classes say what they equal."""
    return type("Meta", (type,), {"__eq__": lambda *_: answer(), "__hash__": type.__hash__})


@pytest.mark.parametrize("answer", [lambda: True, refuse])
def test_a_class_that_says_to_equal_every_other_is_described_by_its_name(answer):
    kind = says_to_equal(answer)("Thing", (), {"__module__": "submission"})

    assert describe(kind()) == ObjectFact("Thing")
    assert describe_call("f", (kind(),), {}) == "f(<Thing>)"


def test_a_namesake_of_torchs_devices_is_not_asked_for_its_text():
    kind = type("device", (), {"__module__": "torch", "__str__": refuse, "__repr__": refuse})

    assert describe_call("f", (kind(),), {}) == "f(<device>)"


def test_an_error_whose_class_says_to_equal_a_syntax_error_has_its_own_text():
    kind = says_to_equal(lambda: True)("Evil", (Exception,), {"__module__": "submission"})

    assert describe_error(kind("x")) == ErrorFact("Evil", "x")


class Text(str):
    """A text that refuses to be put into another."""

    __slots__ = ()
    __format__ = refuse


def test_a_type_whose_name_is_no_plain_text_does_not_run_code():
    kind = type(Text("Thing"), (), {"__qualname__": Text("Thing"), "__module__": "submission"})

    assert describe(kind()) == ObjectFact("Thing")
    assert describe_call("f", (kind(),), {}) == "f(<Thing>)"


# -- what is taken over of one value -----------------------------------------------------------


def test_a_fact_is_described_as_itself():
    for fact in (TensorFact("int64", (), (1.0,)), ObjectFact("set"), ErrorFact("E", "m")):
        assert describe(fact) is fact


def test_lists_and_tensors_of_one_value_hold_five_thousand_entries_together():
    cut = ObjectFact("list too long or too deep to show")

    assert describe([[0] * 999] * 5)[-1] == (0,) * 999
    assert describe([[0] * 999] * 5 + [[]]) == ((0,) * 999,) * 4 + (cut, cut)
    assert describe([torch.zeros(4999)])[0].shape == (4999,)
    assert describe([torch.zeros(5000)]) == (
        ObjectFact("tensor of shape (5000,), too large to show"),
    )
    assert describe([torch.zeros(2000), torch.zeros(2998)])[1].shape == (2998,)
    assert describe([torch.zeros(2000), torch.zeros(2999), 1])[1:] == (
        ObjectFact("tensor of shape (2999,), too large to show"),
        1,
    )


def test_a_complex_tensor_has_an_axis_more():
    assert describe(torch.zeros([1] * 7, dtype=torch.complex64)).shape == (1,) * 7 + (2,)
    assert describe(torch.zeros([1] * 8, dtype=torch.complex64)) == ObjectFact(
        "tensor of shape (1, 1, 1, 1, 1, 1, 1, 1), too large to show"
    )


# -- tensors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tensor", "fact"),
    [
        (torch.tensor(2.5), TensorFact("float32", (), (2.5,))),
        (torch.tensor([[1, 2], [3, 4]]), TensorFact("int64", (2, 2), (1.0, 2.0, 3.0, 4.0))),
        (torch.tensor([[1, 2], [3, 4]]).T, TensorFact("int64", (2, 2), (1.0, 3.0, 2.0, 4.0))),
        (torch.tensor([True, False]), TensorFact("bool", (2,), (1.0, 0.0))),
        (torch.ones(2, 0), TensorFact("float32", (2, 0), ())),
        (torch.ones(1, dtype=torch.float64), TensorFact("float64", (1,), (1.0,))),
        (torch.ones(1, dtype=torch.bfloat16), TensorFact("bfloat16", (1,), (1.0,))),
        (torch.ones(1, dtype=torch.uint8), TensorFact("uint8", (1,), (1.0,))),
        (torch.ones(1).expand(3), TensorFact("float32", (3,), (1.0, 1.0, 1.0))),
        (torch.nn.Parameter(torch.ones(1)), TensorFact("float32", (1,), (1.0,))),
        (torch.tensor([1 + 2j]), TensorFact("complex64", (1, 2), (1.0, 2.0))),
        (torch.tensor([1 + 2j]).conj(), TensorFact("complex64", (1, 2), (1.0, -2.0))),
        (torch.tensor([1 + 2j]).conj().imag, TensorFact("float32", (1,), (-2.0,))),
        (torch.tensor(1j, dtype=torch.complex128), TensorFact("complex128", (2,), (0.0, 1.0))),
    ],
)
def test_a_tensor_is_described_by_dtype_shape_and_values_row_by_row(tensor, fact):
    assert describe(tensor) == fact
    assert describe_tensor(tensor) == fact


def test_a_tensors_values_are_exact_floats():
    fact = describe(torch.tensor([0.1, math.inf, -math.inf]))

    assert fact.values == (float(numpy.float32(0.1)), math.inf, -math.inf)
    assert {type(value) for value in fact.values} == {float}
    assert {type(size) for size in describe(torch.ones(2, 3)).shape} == {int}


def test_nan_in_a_tensor_is_nan():
    assert math.isnan(describe(torch.tensor(math.nan)).values[0])


@pytest.mark.parametrize("make", [torch.no_grad, torch.inference_mode])
def test_a_tensor_made_without_autograd_is_described(make):
    with make():
        tensor = torch.ones(1)

    assert describe(tensor) == TensorFact("float32", (1,), (1.0,))


def test_a_tensor_of_five_thousand_numbers_is_described_and_a_larger_one_by_its_shape():
    assert describe(torch.zeros(50, 100)) == TensorFact("float32", (50, 100), (0.0,) * 5000)
    assert describe(torch.zeros(5001)) == ObjectFact("tensor of shape (5001,), too large to show")


def test_a_tensor_that_is_larger_than_all_memory_is_described_by_its_shape():
    huge = torch.zeros(1).expand(10**6, 10**6)

    assert describe(huge) == ObjectFact("tensor of shape (1000000, 1000000), too large to show")


def test_a_tensor_of_more_axes_than_an_observation_may_have_is_described_by_its_shape():
    assert describe(torch.zeros([1] * 8)).shape == (1,) * 8
    assert describe(torch.zeros([1] * 9)) == ObjectFact(
        "tensor of shape (1, 1, 1, 1, 1, 1, 1, 1, 1), too large to show"
    )


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: torch.eye(2).to_sparse(), "layout torch.sparse_coo, device cpu"),
        (lambda: torch.ones(2, device="meta"), "layout torch.strided, device meta"),
    ],
)
def test_a_tensor_that_is_not_laid_out_plainly_is_described_by_layout_and_device(make, text):
    assert describe(make()) == ObjectFact(f"tensor, {text}")


@pytest.mark.filterwarnings("ignore")
def test_a_quantized_tensor_is_described_by_layout_and_device():
    quantized = torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)

    assert describe(quantized) == ObjectFact("tensor, layout torch.strided, device cpu")


def test_a_tensor_subclass_is_described_by_its_types_name():
    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            refuse()

    Liar.__module__, Liar.__qualname__ = "submission", "Liar"

    assert describe(torch.ones(2).as_subclass(Liar)) == ObjectFact("Liar")


def test_a_parameters_subclass_is_described_by_its_types_name():
    class Liar(torch.nn.Parameter):
        pass

    Liar.__module__, Liar.__qualname__ = "submission", "Liar"

    assert describe(Liar(torch.ones(2))) == ObjectFact("Liar")


def test_describing_a_tensor_of_a_subclass_asks_no_torch_function():
    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            refuse()

    assert describe_tensor(torch.ones(1).as_subclass(Liar)).values == (1.0,)


def test_describing_a_tensor_leaves_it_as_it_was():
    w = torch.ones(2, requires_grad=True)
    y = w * 2
    y.register_hook(refuse)

    describe([w, y])

    assert (w._version, y._version, w.grad) == (0, 0, None)
    assert y.grad_fn.name() == "MulBackward0"
    assert torch.is_grad_enabled()


def test_a_fact_does_not_change_with_its_tensor():
    tensor = torch.ones(1)

    fact = describe(tensor)
    tensor += 1

    assert fact.values == (1.0,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("numel", None),
        ("numel", refuse),
        ("detach", None),
        ("detach", refuse),
        ("detach", lambda: torch.tensor([7.0])),
        ("size", None),
        ("tolist", refuse),
        ("is_complex", refuse),
    ],
)
def test_a_tensor_with_a_method_of_its_own_is_described_by_torchs(name, value):
    tensor = torch.ones(1)
    setattr(tensor, name, value)

    assert describe(tensor) == TensorFact("float32", (1,), (1.0,))


@pytest.mark.filterwarnings("ignore")
def test_a_nested_tensor_is_described_somehow():
    nested_tensor = torch.nested.nested_tensor([torch.ones(1), torch.ones(2)])

    assert isinstance(describe(nested_tensor), ObjectFact)


def test_a_tensor_that_escaped_from_vmap_is_described_somehow():
    escaped = []
    torch.func.vmap(lambda x: (escaped.append(x), x.sum())[1])(torch.ones(3, 2))

    assert isinstance(describe(escaped[0]), ObjectFact)


def test_a_tensor_that_escaped_from_a_function_transform_is_described():
    escaped = []
    torch.func.grad(lambda x: (escaped.append(x), x.sum())[1])(torch.ones(1))

    assert describe(escaped[0]) == TensorFact("float32", (1,), (1.0,))


# -- errors ------------------------------------------------------------------------------------


def test_an_error_is_described_by_type_message_line_and_code():
    fact = describe_error(ValueError("no way"), 3, "x = y")

    assert fact == ErrorFact("ValueError", "no way", 3, "x = y")


def test_an_error_of_unknown_place_has_line_zero_and_no_code():
    assert describe_error(KeyError("a")) == ErrorFact("KeyError", "'a'", 0, "")


def test_a_learners_own_exception_is_described_by_its_name_alone():
    kind = type("TooBad", (Exception,), {"__module__": "submission"})

    assert describe_error(kind("x")) == ErrorFact("TooBad", "x")


def test_an_exception_of_a_library_is_described_with_its_module():
    assert describe_error(torch.linalg.LinAlgError("x")).type_name == "torch._C._LinAlgError"


def test_a_long_message_and_a_long_line_are_cut():
    fact = describe_error(ValueError("m" * 3000), 1, "c" * 300)

    assert (fact.message, fact.code) == ("m" * 2000, "c" * 200)


def test_torchs_trace_through_its_own_code_is_no_part_of_a_message():
    error = RuntimeError("bad shape\nsecond line\nException raised from check at x.cpp:7\nframe 0")

    assert describe_error(error).message == "bad shape\nsecond line"


def test_a_syntax_error_is_described_without_file_and_line():
    error = SyntaxError("invalid syntax", ("<submission>", 3, 1, "x y"))

    assert describe_error(error).message == "invalid syntax"


@pytest.mark.parametrize("kind", [IndentationError, TabError])
def test_an_indentation_error_is_described_without_file_and_line(kind):
    error = kind("unexpected indent", ("<submission>", 3, 1, "  x"))

    assert describe_error(error).message == "unexpected indent"


def test_a_subclass_of_syntax_error_with_an_evil_msg_is_described_by_its_text():
    kind = type("Evil", (SyntaxError,), {"msg": property(refuse), "__str__": lambda self: "x"})

    assert describe_error(kind()).message == "x"


@pytest.mark.parametrize("raised", [ValueError, SystemExit, KeyboardInterrupt])
def test_an_error_that_refuses_its_text_has_an_empty_message(raised):
    def refuse(self):
        raise raised

    kind = type("Shy", (Exception,), {"__str__": refuse, "__module__": "submission"})

    assert describe_error(kind("x"), 3, "code") == ErrorFact("Shy", "", 3, "code")


def test_an_error_whose_text_is_no_text_has_an_empty_message():
    kind = type("Odd", (Exception,), {"__str__": lambda self: 5, "__module__": "submission"})

    assert describe_error(kind()) == ErrorFact("Odd", "")


def test_an_error_whose_text_is_a_subclass_of_text_runs_no_code():
    text = type("Text", (str,), {"split": refuse, "__getitem__": refuse})
    kind = type(
        "Odd", (Exception,), {"__str__": lambda self: text("x"), "__module__": "submission"}
    )

    assert describe_error(kind()) == ErrorFact("Odd", "x")


# -- calls -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "kwargs", "text"),
    [
        ((), {}, "f()"),
        ((1, 2.5, True, None), {}, "f(1, 2.5, True, None)"),
        (("a",), {"lr": 0.1, "n": [1]}, "f('a', lr=0.1, n=[1])"),
        ((), {"x": (1, 2)}, "f(x=(1, 2))"),
        ((torch.tensor([1.5, 2.0]),), {}, "f(tensor([1.5, 2.0]))"),
        ((torch.tensor(3),), {}, "f(tensor(3))"),
        ((torch.tensor([[1.0], [2.0]]),), {}, "f(tensor([[1.0], [2.0]]))"),
        ((torch.tensor([True]),), {}, "f(tensor([True]))"),
        ((torch.tensor([0.12345678]),), {}, "f(tensor([0.1235]))"),
        ((torch.tensor(0.12345678),), {}, "f(tensor(0.1235))"),
        ((torch.ones(2, requires_grad=True),), {}, "f(tensor([1.0, 1.0]))"),
        ((), {"W": torch.ones(1)}, "f(W=tensor([1.0]))"),
        ((torch.zeros(12),), {}, f"f(tensor([{', '.join(['0.0'] * 12)}]))"),
        ((torch.zeros(13),), {}, "f(<tensor of shape (13,)>)"),
        ((torch.zeros(4, 5),), {}, "f(<tensor of shape (4, 5)>)"),
        ((torch.device("meta"), torch.float16), {}, "f(meta, torch.float16)"),
        ((print, {1: 2}), {}, "f(<builtin_function_or_method>, <dict>)"),
        ((torch.nn.Linear(1, 1),), {"o": object()}, "f(<Linear>, o=<object>)"),
    ],
)
def test_a_call_is_described_as_a_learner_would_type_it(args, kwargs, text):
    assert describe_call("f", args, kwargs) == text


def test_an_argument_of_eighty_characters_is_shown_in_full_and_a_longer_one_is_cut():
    assert describe_call("f", ("x" * 78,), {}) == f"f('{'x' * 78}')"
    assert describe_call("f", ("x" * 79,), {}) == f"f('{'x' * 76}…)"


def test_a_long_call_is_cut():
    shown = describe_call("f", tuple("x" * 50 for _ in range(200)), {})

    assert len(shown) == 4_000
    assert shown.startswith("f('xxx")


def test_describing_a_call_asks_a_tensors_subclass_nothing():
    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            refuse()

    assert describe_call("f", (torch.ones(1).as_subclass(Liar),), {}) == "f(tensor([1.0]))"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([], "[]"),
        ((), "()"),
        ([1], "[1]"),
        ((1,), "(1,)"),
        ((1, "a"), "(1, 'a')"),
        ([torch.ones(1), object()], "[tensor([1.0]), <object>]"),
        ([[1, (2,)], 3], "[[1, (2,)], 3]"),
        ([[[1]]], "[[[1]]]"),
        ([[[[1]]]], "[[[<list>]]]"),
        (((((1,),),),), "(((<tuple>,),),)"),
        ([1] * 20, str([1] * 20)),
        ([1] * 21, f"[{'1, ' * 20}…]"),
        (tuple("a" * 20), str(tuple("a" * 20))[:77] + "…"),
        (["x" * 30] * 3, str(["x" * 30] * 3)[:77] + "…"),
        (2**53, str(2**53)),
        (-(2**53), str(-(2**53))),
        (2**53 + 1, "<huge int>"),
        ([-(2**53) - 1], "[<huge int>]"),
        (torch.eye(2).to_sparse(), "<tensor>"),
        (torch.zeros(6000), "<tensor>"),
        (math.nan, "nan"),
        (int, "<type>"),
    ],
)
def test_an_argument_is_shown_as(value, text):
    assert describe_call("f", (value,), {}) == f"f({text})"


@pytest.mark.skipif(
    not hasattr(sys, "get_int_max_str_digits"), reason="this Python writes any number of digits"
)
def test_a_huge_integer_can_be_an_argument():
    assert describe_call("f", (10**5000,), {}).startswith("f(")


@pytest.mark.parametrize("base", [int, list])
def test_an_argument_that_refuses_its_text_can_be_described(base):
    value = type("Shy", (base,), {"__repr__": refuse, "__module__": "submission"})()

    assert describe_call("f", (value,), {}).startswith("f(")


@pytest.mark.parametrize("value", [torch.ones(2), torch.nn.Parameter(torch.ones(1))])
def test_ordinary_tensors_are_plain(value):
    assert is_plain_tensor(value)


@pytest.mark.parametrize("value", [None, 1.0, [torch.ones(1)], torch.eye(2).to_sparse(), object()])
def test_everything_else_is_not_plain(value):
    assert not is_plain_tensor(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "NoneType"), (1.5, "float"), ("a", "str"), (object(), "object"), (dict, "class dict")],
)
def test_what_is_no_tensor_is_told_by_its_type(value, words):
    assert type_in_words(value) == words
    assert type_in_words(ObjectFact("Thing")) == "Thing"
