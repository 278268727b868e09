"""What a loop did, pass by pass, beside what the reference's did."""

import xml.etree.ElementTree as ET

import pytest
import torch

from autograder.feedback.traces import Curve, fit_of, trace_of
from autograder.languages import words_in
from autograder.observations import decode_observation, encode_observation
from autograder.pages.charts import curve_svg, fit_svg, landscape_svg
from autograder.probing import Case, Landscape, Seen, journaling, leaf
from autograder.probing.loading import load_submission
from autograder.probing.told import telling
from autograder.screens.plain_charts import MAP_COLUMNS, MAP_ROWS, map_of, sparkline

SAY = words_in("en")


def loop(zeroing, passes=3):
    """Steps of 0.1 down (w − 3)², and what was recorded."""
    w = leaf(1.0)
    with journaling(w=w) as seen:
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


def test_a_journal_records_without_any_fact_asked_of_it():
    w = leaf([1.0, 2.0])
    with journaling(w=w) as seen:
        (w**2).sum().backward()

    assert seen.recording == {
        "name": "w",
        "loss": (5.0,),
        "fresh": ((2.0, 4.0),),
        "grad": ((2.0, 4.0),),
        "value": ((1.0, 2.0),),
        "end": (1.0, 2.0),
    }


def test_many_numbers_are_told_by_their_norm():
    w = leaf([3.0] * 4 + [0.0] * 5)
    with journaling(w=w) as seen:
        (w**2).sum().backward()

    assert seen.recording["value"] == ("‖…‖ = 6",)


def test_a_thousand_passes_leave_a_short_recording():
    assert len(loop(zeroing=True, passes=1000)["value"]) == 30


def test_a_recording_is_no_fact_and_comes_back_as_it_was():
    submission = load_submission("def f(): pass", "f")
    w = leaf(1.0)
    with journaling(w=w) as seen:
        (w**2).backward()
    observation = seen.observation(submission, Case("s", "n", 0))

    assert decode_observation(encode_observation(observation)) == observation
    assert "value" not in observation.facts


# Shown


def test_the_first_cell_that_differs_is_marked():
    trace = trace_of(loop(zeroing=False), loop(zeroing=True), SAY)

    marked = [
        (r, c) for r, row in enumerate(trace.rows) for c, cell in enumerate(row) if cell.first
    ]
    assert trace.head == (
        "pass",
        "loss",
        "new gradient",
        "w.grad",
        "w",
        "update",
        "emptied before",
    )
    assert marked == [(1, 3)]  # the second pass, w.grad
    assert trace.rows[1][3].text == "-7.2"
    assert [row[6].text for row in trace.rows] == ["", "no", "no"]


def test_a_right_loop_has_no_marked_cell():
    trace = trace_of(loop(zeroing=True), loop(zeroing=True), SAY)

    assert not any(cell.wrong for row in trace.rows for cell in row)
    assert [row[6].text for row in trace.rows] == ["", "yes", "yes"]


def test_one_pass_is_no_loop():
    assert trace_of(loop(zeroing=True, passes=1), {}, SAY) is None
    assert trace_of({}, {}, SAY) is None


@pytest.mark.parametrize(
    "recording",
    [
        {"loss": "no list", "fresh": (1.0, 2.0)},
        {"fresh": (None, "<script>", float("nan")), "grad": (1.0,)},
        {"name": "<b>", "fresh": ((1.0, float("inf")), (2.0,)), "value": ((), 3.0)},
    ],
)
def test_a_hostile_recording_does_no_harm(recording):
    trace = trace_of(recording, loop(zeroing=True), SAY)

    assert trace is not None
    assert "<b>" not in trace.head


def test_a_curve_is_a_picture_that_says_itself_in_words():
    svg = ET.fromstring(curve_svg(Curve("loss", (4.0, 2.0), (4.0, 1.0)), SAY))

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "loss: yours from 4 to 2, expected from 4 to 1"
    assert [line.get("class") for line in svg.iter("polyline")] == ["expected", "observed"]


def test_a_sparkline_rises_with_its_numbers():
    assert sparkline((0.0, 0.5, 1.0), 0.0, 1.0) == "▁▅█"
    assert sparkline((0.0, 1.0), 0.0, 1.0, ascii_only=True) == "_%"


def test_a_step_shows_as_an_update_in_the_pass_that_made_it():
    """By hand: 0.1 · 2(3 − w) for w = 1, 1.4, 1.72; the last one shows in where w ended."""
    trace = trace_of(loop(zeroing=True), loop(zeroing=True), SAY)

    assert [row[5].text for row in trace.rows] == ["0.4", "0.32", "0.256"]


def test_a_parameter_that_stands_still_is_marked_where_it_should_have_moved():
    w = leaf(1.0)
    with journaling(w=w) as seen:
        for _ in range(3):
            ((w - 3) ** 2).backward()
            w.grad = None
    trace = trace_of(seen.recording, loop(zeroing=True), SAY)

    assert [cell.text for row in trace.rows for cell in row if cell.first] == ["0"]
    assert trace.rows[0][5].first


def test_a_loss_over_many_decades_has_a_logarithmic_scale():
    assert Curve("loss", (1e4, 1.0), ()).logarithmic
    assert not Curve("loss", (1e4, -1.0), ()).logarithmic
    assert not Curve("loss", (10.0, 1.0), ()).logarithmic
    assert "logarithmic" in curve_svg(Curve("loss", (1e4, 1.0), ()), SAY)


# Landscapes


def bowl(W):
    return ((W - torch.tensor([1.0, 2.0])) ** 2).sum()


def descent(lr, loss=bowl, start=(0.0, 0.0), passes=3):
    W = leaf(list(start))
    with journaling(Landscape(loss, W=W), W=W) as seen:
        for _ in range(passes):
            loss(W).backward()
            with torch.no_grad():
                W -= lr * W.grad
            W.grad = None
    return seen.recording


def test_the_way_over_two_weights_is_recorded_with_the_loss_around_it():
    """By hand: with lr 0.25 each step goes half of the way to (1, 2)."""
    recording = descent(0.25)
    names, ranges, rows = recording["landscape"]

    assert recording["path"] == ((0.0, 0.0), (0.5, 1.0), (0.75, 1.5), (0.875, 1.75))
    assert names == ("W[0]", "W[1]")
    # Both axes are as long, so that gradients stand upright on contours.
    assert ranges[0][1] - ranges[0][0] == pytest.approx(ranges[1][1] - ranges[1][0], rel=1e-3)
    for row, column in ((0, 0), (20, 0), (3, 17)):
        x = ranges[0][0] + (ranges[0][1] - ranges[0][0]) * column / 20
        y = ranges[1][0] + (ranges[1][1] - ranges[1][0]) * row / 20
        assert rows[row][column] == pytest.approx((x - 1) ** 2 + (y - 2) ** 2, rel=2e-3)


def test_nothing_is_hung_on_a_leaf_where_nobody_is_shown_the_way():
    W = leaf([0.0, 0.0])

    with telling(only_facts=True), journaling(Landscape(bowl, W=W)):
        assert not W._post_accumulate_grad_hooks
    with journaling(Landscape(bowl, W=W)):
        assert W._post_accumulate_grad_hooks


def test_two_leaves_of_one_number_are_two_weights():
    w, b = leaf(1.0), leaf(0.0)
    with journaling(Landscape(lambda w, b: (w * 2 + b - 3) ** 2, w=w, b=b)) as seen:
        (w * 2 + b - 3).pow(2).backward()

    assert seen.recording["landscape"][0] == ("w", "b")
    assert seen.recording["path"][0] == (1.0, 0.0)


def test_of_three_weights_there_is_no_landscape():
    assert "landscape" not in descent(0.1, loss=lambda W: (W**2).sum(), start=(1.0, 2.0, 3.0))


def test_a_way_that_leaves_all_numbers_has_no_landscape():
    recording = descent(1e30, passes=4)

    assert "landscape" not in recording
    assert trace_of(recording, descent(0.25), SAY).landscape is not None


def test_contours_and_both_ways_are_drawn():
    landscape = trace_of(descent(0.1), descent(0.25), SAY).landscape
    svg = ET.fromstring(landscape_svg(landscape, SAY))
    lines = [line.get("class") for line in svg.iter() if line.tag.endswith("polyline")]

    assert lines.count("contour") >= 5
    assert (lines.count("observed"), lines.count("expected")) == (1, 1)
    assert "W[0], W[1]" in svg.get("aria-label")


def test_over_one_weight_the_loss_is_a_curve():
    def valley():
        w = leaf(1.0)
        with journaling(Landscape(lambda w: (w - 3) ** 2, w=w), w=w) as seen:
            for _ in range(3):
                ((w - 3) ** 2).backward()
                with torch.no_grad():
                    w -= 0.1 * w.grad
                w.grad = None
        return seen.recording

    svg = ET.fromstring(landscape_svg(trace_of(valley(), valley(), SAY).landscape, SAY))

    assert len([one for one in svg.iter() if one.tag.endswith("circle")]) == 8


def test_a_terminal_gets_a_map_with_the_passes_by_number():
    landscape = trace_of(descent(0.1), descent(0.25), SAY).landscape
    rows = ["".join(text for text, _ in runs) for runs in map_of(landscape)]

    assert len(rows) == MAP_ROWS
    assert {len(row) for row in rows} == {MAP_COLUMNS}
    assert all(number in "".join(rows) for number in "1234o")
    assert all(row.isascii() for runs in map_of(landscape, ascii_only=True) for row, _ in runs)


@pytest.mark.parametrize(
    "path", ["x", ((1.0,),), ((None, 1.0),), ((float("nan"), 1.0),), ((1e300, 1.0),), ((),)]
)
def test_a_hostile_path_does_no_harm(path):
    landscape = trace_of({**descent(0.1), "path": path}, descent(0.25), SAY).landscape

    ET.fromstring(landscape_svg(landscape, SAY))
    assert len(list(map_of(landscape))) == MAP_ROWS


# A curve that was learnt


def learnt(shift=0.0):
    seen = Seen()
    seen.show_fit(([1.0, 0.0], [2.0, 0.0]), ([0.0, 1.0], [shift, 2.0 + shift]), [4.0, 1.0, 0.5])
    return seen.recording


def test_a_curve_that_was_learnt_is_drawn_through_its_points():
    fit = fit_of(learnt(0.5), learnt(), SAY)
    svg = ET.fromstring(fit_svg(fit, SAY))

    assert fit.points == ((0.0, 0.0), (1.0, 2.0))
    assert fit.losses.observed == (4.0, 1.0, 0.5)
    assert len([one for one in svg.iter() if one.tag.endswith("circle")]) == 2


@pytest.mark.parametrize(
    "points", ["x", ((1.0,), ()), (("<b>",), (1.0,)), ((1.0,), (float("inf"),))]
)
def test_hostile_points_are_no_fit(points):
    assert fit_of({**learnt(), "points": points}, learnt(), SAY) is None


def test_a_long_history_is_thinned():
    seen = Seen()
    seen.show_fit(([0.0], [0.0]), ([0.0], [0.0]), [float(n) for n in range(5_000)])

    assert len(seen.recording["history"]) <= 101
