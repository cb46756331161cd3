"""What the trials of an exercise meet, read from their arguments; and what an exercise promises."""

from dataclasses import replace

import pytest
import torch

from course_utils.checks import find
from course_utils.checks.engine.conditions import met, promised
from course_utils.checks.engine.trial import Random, Trial, sizes_at, trials
from course_utils.checks.learner.values import Layer

STEP = find("rnn/step")


def of(x: tuple[int, int], h: tuple[int, int], nonlinearity: str = "tanh") -> frozenset[str]:
    return met(STEP, [Trial({"x": torch.zeros(x), "h": torch.zeros(h), "nonlinearity": nonlinearity})])


def test_the_order_of_sizes_is_read_from_the_arguments() -> None:
    assert of((3, 6), (3, 5)) == {"B<F", "B<H", "F>H", "nonlinearity=tanh", "h all zeros"}
    assert of((4, 4), (4, 4)) == {"B=F", "B=H", "F=H", "B=F=H", "nonlinearity=tanh", "h all zeros"}
    assert of((3, 1), (3, 5), "relu") >= {"F=1", "nonlinearity=relu", "nonlinearity=relu, F=1"}
    assert "B=F=H" not in of((1, 1), (1, 1)), "axes of size 1 cannot be confused, so these do not count as equal"


def test_layers_and_cells_are_read_too() -> None:
    settings = {"kind": ("GRUCell", "RNNCell")}
    copy = replace(STEP, axes={"cell": "FH", "cells": "FHL"}, settings=settings)
    cell = Layer.of(torch.nn.GRUCell(6, 5))
    assert met(copy, [Trial({"cell": cell, "cells": (cell, cell)})]) == {"F>H", "kind=GRUCell"}
    assert "L=1" in met(copy, [Trial({"cell": cell, "cells": (cell,)})])


def test_numbers_far_from_zero_and_zeros_are_seen() -> None:
    given = {"x": torch.ones(3, 6), "h": torch.full((3, 5), -9.0), "nonlinearity": "tanh"}
    assert "h far from zero" in met(STEP, [Trial(given)])
    assert not {"x far from zero", "h all zeros"} & met(STEP, [Trial(given)])
    assert met(STEP, [Trial({**given, "x": torch.ones(65, 6)})]) > {"B>F"}
    assert {"B>64"} == {name for name in met(STEP, [Trial({**given, "x": torch.ones(65, 6)})]) if name.endswith(">64")}


def test_what_is_promised_grows_with_axes_and_settings() -> None:
    small = replace(STEP, axes={"x": "BF"}, settings={})
    usual = {"B=1", "F=1", "B>64", "F>64", "B<F", "B>F", "x far from zero"}
    assert promised(small) == usual | {"B=F"}
    assert promised(replace(small, never={"B=F": "a reason"})) == usual
    assert promised(STEP) > {"h all zeros", "h far from zero", "H>64"}
    assert "gradients over T>64" in promised(find("rnn/forward"))
    assert "nonlinearity=relu, F=1" in promised(STEP)


@pytest.mark.parametrize("left_out", ["F=1", "equal", "B=1"])
def test_an_edge_that_is_left_out_is_missed(left_out: str) -> None:
    edges = [edge for edge in ("B=1", "F=1", "H=1", "equal") if edge != left_out]
    drawn = trials(lambda random, sizes: {"x": random.normal(sizes.B, sizes.F)}, *edges)
    spare = replace(STEP, axes={"x": "BF"}, settings={})
    assert promised(spare) - met(spare, drawn(Random(torch.Generator()))), "no test could find the missing edge"


def test_an_edge_changes_the_sizes_that_it_names() -> None:
    assert (sizes_at("T=1 S=1").T, sizes_at("T=1 S=1").S, sizes_at("T=1 S=1").B) == (1, 1, 3)
    assert len({*vars(sizes_at("equal")).values()} - {0, 1}) == 1
