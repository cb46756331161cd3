"""The exercise that lessons 03 and 04 share: cutting a parameter into the blocks of its gates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from torch import Tensor

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, TensorOf
from course_utils.checks.engine.trial import EDGES, HOUSE, RISING, Random, Trial

Blocks = dict[str, Tensor]


@dataclass(frozen=True)
class Number:
    """The number of blocks, and the words for it in messages."""

    n: int
    cardinal: str
    ordinal: str
    part: str


THREE = Number(3, "three", "third", "a third")
FOUR = Number(4, "four", "fourth", "a quarter")


def split(weight: Tensor, order: str) -> Blocks:
    """The blocks of rows by their letters, in this order."""
    return dict(zip(order, weight.chunk(len(order)), strict=True))


def split_gates(
    exercise_id: str,
    order: str,
    number: Number,
    noun: str,
    other_orders: Mapping[str, str],
    activations: Mapping[str, Callable[[Tensor], Tensor]],
    *slips: Slip,
) -> Exercise:
    """The exercise for a layer whose blocks stand in this order.

    Args:
        exercise_id: such as `"lstm/split-gates"`.
        order: the letters of the blocks, as in `"ifgo"`.
        number: the number of blocks.
        noun: what the blocks are called.
        other_orders: orders in which the rows may be misread, and where each is used.
        activations: the activation that a step applies to each block.
        slips: further slips of this lesson only.
    """
    n = number.n

    def read_as(other: str, where: str) -> Slip:
        return Slip(
            f"gate-order-{other}",
            f"these are your {noun} if the rows are read {', '.join(other)}{where}; PyTorch stores {', '.join(order)}",
            "Look up the order of the blocks in the lesson, then name them again.",
            lambda weight: split(weight, other),
        )

    def trials(random: Random) -> Iterator[Trial]:
        some, other = random.sizes(), random.sizes(RISING[::-1])
        columns = {3: 9, 4: 8}[n]  # n divides the columns, too
        yield Trial({"weight": random.normal(n * HOUSE.H, columns)})
        yield Trial({"weight": random.normal(n * HOUSE.H, HOUSE.H)})  # a weight_hh; n does not divide its columns
        yield Trial({"weight": random.normal(n * some.H, some.F)})
        yield Trial({"weight": random.normal(2 * n, 11)})  # wider than high
        yield Trial({"weight": random.normal(n * other.H)}, "a bias (one axis)")
        yield Trial({"weight": random.normal(n)}, "the bias of a single hidden unit (hidden_size = 1)")
        yield Trial({"weight": random.normal(n * 130, 66, scale=4.0)}, "many hidden units and columns (130 and 66)")
        yield Trial({"weight": random.normal(n, 1)}, "a single hidden unit and a single column (hidden_size = 1)")
        yield Trial({"weight": random.normal(n, columns)}, EDGES["H=1"])
        yield Trial({"weight": random.normal(n * HOUSE.H, 1)}, "a single column (input_size = 1)")
        yield Trial({"weight": random.normal(n * 2, n * 2)}, "as many columns as rows")

    def by_columns(weight: Tensor) -> Blocks:
        size = weight.shape[-1]
        return {gate: weight[k * size : (k + 1) * size] for k, gate in enumerate(order)}

    return Exercise(
        id=exercise_id,
        parameters=("weight",),
        points=1,
        trials=trials,
        axes={"weight": "RC"},
        also={
            "a bias": lambda trial: trial.arguments["weight"].dim() == 1,
            "a bias of one hidden unit": lambda trial: trial.arguments["weight"].shape == (n,),
            "one hidden unit": lambda trial: trial.arguments["weight"].shape[:1] == (n,),
            "weight_hh": lambda trial: trial.arguments["weight"].shape[0] == n * trial.arguments["weight"].shape[-1],
        },
        never={"R=1": f"a parameter has {number.cardinal} rows or more"},
        oracle=lambda weight: split(weight, order),
        returns=DictOf({gate: TensorOf(("hidden_size", "columns")) for gate in order}),
        slips=(
            *(read_as(other, where) for other, where in other_orders.items()),
            Slip(
                "columns-split",
                f"you cut the columns into {number.cardinal}; the gates are blocks of rows",
                f"Cut along dim 0: the rows are {n} * hidden_size.",
                lambda weight: dict(zip(order, weight.chunk(n, -1), strict=False)),
            ),
            Slip(
                "interleaved",
                f"you took every {number.ordinal} row; each gate is one block of hidden_size rows, one after the other",
                f"Cut the rows into {number.cardinal} parts that lie side by side.",
                lambda weight: {gate: weight[k::n] for k, gate in enumerate(order)},
            ),
            Slip(
                "last-row-left-out",
                "the last row of each block is missing: a slice ends before its second number",
                "How many rows does weight[0:H] have?",
                lambda weight: {gate: block[:-1] for gate, block in split(weight, order).items()},
            ),
            Slip(
                "last-row-for-last-block",
                f"your {order[-1]} is the last row alone; it is the last block of hidden_size rows",
                "Leave the end of the slice open, or count from the front.",
                lambda weight: {**split(weight, order), order[-1]: weight[-1:]},
            ),
            Slip(
                "flattened",
                "each of your blocks is one long row of numbers: the columns are gone",
                "Cut the rows, and leave the columns as they are.",
                lambda weight: dict(zip(order, weight.reshape(n, -1), strict=True)),
            ),
            Slip(
                "activations-too",
                "you put the weights through sigmoid and tanh; asked for are the blocks as they are",
                "The gates are squashed when a step is computed, not in the weights.",
                lambda weight: {gate: activations[gate](block) for gate, block in split(weight, order).items()},
            ),
            Slip(
                "columns-as-hidden-size",
                "you took the number of columns for hidden_size; that holds for weight_hh only, not for weight_ih",
                f"hidden_size is {number.part} of the rows, whatever the columns are.",
                by_columns,
            ),
            Slip(
                "transposed",
                "each of your blocks is transposed",
                "Leave the columns where they are: only the rows are cut.",
                lambda weight: {gate: block.t() for gate, block in split(weight, order).items()},
            ),
            *slips,
        ),
    )
