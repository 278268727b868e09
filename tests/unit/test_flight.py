"""What a loop did, pass by pass, beside what the reference's did."""

import xml.etree.ElementTree as ET

import pytest
import torch

from autograder.languages import words_in
from autograder.observations import decode_observation, encode_observation
from autograder.probing import Case, Gradients, GradientsPerStep, Silent, Steps, leaf, watching
from autograder.probing.submission import load_submission
from autograder.reports.flight import Curve, curve_svg, flight_of, sparkline

SAY = words_in("en")


def loop(zeroing, passes=3):
    """Steps of 0.1 down (w − 3)², and what was recorded."""
    w = leaf(1.0)
    with watching(Steps(w, "w")) as seen:
        for _ in range(passes):
            loss = (w - 3) ** 2
            loss.backward()
            with torch.no_grad():
                w -= 0.1 * w.grad
            if zeroing:
                w.grad = None
    return seen.recording


def test_a_loop_is_recorded_pass_by_pass():
    """By hand: w = 1, 1.4, 1.72; the slope is 2(w − 3)."""
    recording = loop(zeroing=True)

    assert recording["value"] == pytest.approx((1.0, 1.4, 1.72))
    assert recording["fresh"] == pytest.approx((-4.0, -3.2, -2.56))
    assert recording["grad"] == recording["fresh"]
    assert recording["loss"] == pytest.approx((4.0, 2.56, 1.6384))


def test_what_adds_up_shows_in_the_column_of_grad():
    recording = loop(zeroing=False)

    assert recording["grad"] == pytest.approx((-4.0, -7.2, -8.96))


@pytest.mark.parametrize("watcher", [Gradients, GradientsPerStep])
def test_a_silent_watcher_records_too(watcher):
    w = leaf([1.0, 2.0])
    with watching(Silent(watcher(w, "w"))) as seen:
        (w**2).sum().backward()

    assert seen.recording == {
        "name": "w",
        "fresh": ((2.0, 4.0),),
        "grad": ((2.0, 4.0),),
        "value": ((1.0, 2.0),),
    }


def test_many_numbers_are_told_by_their_norm():
    w = leaf([3.0] * 4 + [0.0] * 5)
    with watching(Gradients(w, "w")) as seen:
        (w**2).sum().backward()

    assert seen.recording["value"] == ("‖…‖ = 6",)


def test_a_thousand_passes_leave_a_short_recording():
    assert len(loop(zeroing=True, passes=1000)["value"]) == 30


def test_a_recording_is_no_fact_and_comes_back_as_it_was():
    submission = load_submission("def f(): pass", "f")
    w = leaf(1.0)
    with watching(Gradients(w, "w")) as seen:
        (w**2).backward()
    observation = seen.observation(submission, Case("s", "n", 0))

    assert decode_observation(encode_observation(observation)) == observation
    assert "value" not in observation.facts


# Shown


def test_the_first_cell_that_differs_is_marked():
    flight = flight_of(loop(zeroing=False), loop(zeroing=True), SAY)

    marked = [
        (r, c) for r, row in enumerate(flight.rows) for c, cell in enumerate(row) if cell.first
    ]
    assert flight.head == ("pass", "loss", "new gradient", "w.grad", "w", "emptied before")
    assert marked == [(1, 3)]  # the second pass, w.grad
    assert flight.rows[1][3].text == "-7.2"
    assert [row[5].text for row in flight.rows] == ["", "no", "no"]


def test_a_right_loop_has_no_marked_cell():
    flight = flight_of(loop(zeroing=True), loop(zeroing=True), SAY)

    assert not any(cell.wrong for row in flight.rows for cell in row)
    assert [row[5].text for row in flight.rows] == ["", "yes", "yes"]


def test_one_pass_is_no_loop():
    assert flight_of(loop(zeroing=True, passes=1), {}, SAY) is None
    assert flight_of({}, {}, SAY) is None


@pytest.mark.parametrize(
    "recording",
    [
        {"loss": "no list", "fresh": (1.0, 2.0)},
        {"fresh": (None, "<script>", float("nan")), "grad": (1.0,)},
        {"name": "<b>", "fresh": ((1.0, float("inf")), (2.0,)), "value": ((), 3.0)},
    ],
)
def test_a_hostile_recording_does_no_harm(recording):
    flight = flight_of(recording, loop(zeroing=True), SAY)

    assert flight is not None
    assert "<b>" not in flight.head


def test_a_curve_is_a_picture_that_says_itself_in_words():
    svg = ET.fromstring(curve_svg(Curve("loss", (4.0, 2.0), (4.0, 1.0)), SAY))

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "loss: yours from 4 to 2, expected from 4 to 1"
    assert [line.get("class") for line in svg.iter("polyline")] == ["expected", "observed"]


def test_a_sparkline_rises_with_its_numbers():
    assert sparkline((0.0, 0.5, 1.0), 0.0, 1.0) == "▁▅█"
    assert sparkline((0.0, 1.0), 0.0, 1.0, ascii_only=True) == "_%"
