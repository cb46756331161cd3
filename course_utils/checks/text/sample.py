"""Letters drawn at a temperature, judged by how often each comes up, whatever generator an answer draws them from.

Every row of a trial holds the same scores, in another order and with a shift of its own, which softmax does not see. So
a draw is told by its rank, its place among the scores of its row, and every draw of every row and call has the same
distribution. A test counts how many of n draws are in an event of probability p: k. It fails them if
n * KL(k / n || p) > LIMIT, where KL is the Kullback-Leibler divergence of two Bernoulli variables. By Chernoff's bound,
chance fails a right answer with a probability of 2 * exp(-LIMIT) or less. A check makes TESTS of them or fewer, of the
answer and of the oracle together. So its false alarm is FALSE_ALARM or less, which is below 1e-9. The tests count
TESTS, and compare the bound with exact binomial probabilities.

Source of the bound: W. Hoeffding, Probability inequalities for sums of bounded random variables, 1963, theorem 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import one_hot

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import EDGES, Random, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.drawn import Drawn, drawn_often
from course_utils.checks.learner.values import Value

LIMIT = 28.0
EVENTS = 8  # of a rank: at least 1, at least 2, and so on
TESTS = 2 * 17 * (EVENTS + 2)  # of answer and oracle, in each trial: these events, equal draws of calls, and of rows
FALSE_ALARM = TESTS * 2 * math.exp(-LIMIT)

_DRAWS, _FEW = 200, 100  # draws of a trial: enough to tell the slips apart, and enough to tell right from wrong
_MANY = 70
# Scores divided by the temperature, from the highest: in all of them, two ranks are nearly as likely as each other.
_TWO = (0.0, -0.1, -8.0)
_CLOSE = (0.0, -0.002, -8.0)  # a temperature of 0 is not one of 0.01; one of 0.0001 is as good here
_SIX = (0.0, -0.1, -1.0, -1.02, -1.04, -1.06, -8.0)
_FALLING = (0.0, -0.1, -0.6, -0.9, -1.2)
_NEARLY_EVEN = tuple(-step / _MANY for step in range(_MANY))  # a few of them have next to nothing of the whole
_CROWD = (0.0, -0.1, *(-4 - step / 200 for step in range(_MANY)))  # each is unlikely, and one of them is not
_SHIFTS = (0, -1, 2, 1, -2)


def _arguments(
    random: Random,
    B: int,
    V: int,
    scores: Sequence[float],
    temperature: float,
    top_k: int | None = None,
    offset: float = 0.0,
    draws: int = _DRAWS,
    apart: float = 1.5,
) -> Mapping[str, Value]:
    """Rows of these scores, which go on downwards.

    Rows 0 and 1 have one order and one shift, rows 2 and 3 others, and so on. A shift is `apart` temperatures or twice
    as much, up or down, so that the highest scores of one row are not those of another.
    """
    going_on = (scores[-1] - 0.3 * step for step in range(1, V))
    falling = torch.tensor([*scores, *going_on][:V]) + offset
    order = torch.randperm(V, generator=random.generator)
    logits = torch.empty(B, V)
    for row in range(B):
        shift = _SHIFTS[row // 2 % len(_SHIFTS)] * apart * (temperature or 1.0)
        logits[row, order.roll(row // 2)] = falling + shift
    return {"logits": logits, "temperature": temperature, "top_k": top_k, "calls": max(2, math.ceil(draws / B))}


def _times(factor: float, scores: Sequence[float]) -> Sequence[float]:
    return [factor * score for score in scores]


def _trials(random: Random) -> Iterator[Trial]:
    few, more, most = random.integer(5, 8), random.integer(9, 11), random.integer(12, 16)
    yield Trial(_arguments(random, 10, 13, _times(4, _SIX), 4.0))
    yield Trial(_arguments(random, few, more, _FALLING, 1.0, top_k=3, offset=-3))
    yield Trial(_arguments(random, most, more, _times(4, _FALLING), 4.0, top_k=5, offset=-9))
    yield Trial(_arguments(random, _MANY, 8, _SIX, 0.25, offset=10), f"many examples (batch = {_MANY})")
    yield Trial(_arguments(random, few, most, _times(0.25, _FALLING), 0.25, top_k=2, offset=-3, draws=_FEW))
    yield Trial(_arguments(random, 20, _MANY, _CROWD, 1.0), f"many letters (V = {_MANY})")
    close = _arguments(random, 10, 7, _times(0.01, _TWO), 0.01, draws=_FEW)
    yield Trial(close, "a temperature of 0.01")
    left_out = _arguments(random, 20, _MANY, _NEARLY_EVEN, 1.0, top_k=3, draws=_DRAWS - 20, apart=30)
    yield Trial(left_out, f"a few of many letters left (V = {_MANY}, top_k = 3), and rows far apart")
    yield Trial(_arguments(random, 4, 4, _TWO, 1.0, top_k=4, draws=_FEW), EDGES["equal"])
    yield Trial(_arguments(random, 1, 5, _TWO, 1.0, draws=_FEW // 2), EDGES["B=1"])
    yield Trial(_arguments(random, 2, 6, _times(4, _FALLING), 4.0, top_k=1, draws=_FEW // 3), "top_k = 1")
    yield Trial(_arguments(random, 3, 1, _TWO, 0.5, draws=1), "a single letter to choose from (V = 1)")
    yield Trial(_arguments(random, _MANY, 6, _CLOSE, 0.0), "a temperature of 0")
    yield Trial(_arguments(random, 9, 6, _CLOSE, 0.0, top_k=3, draws=_FEW), "a temperature of 0, and top_k")
    one = _arguments(random, 1, 6, _CLOSE, 0.0, draws=_FEW // 3)
    yield Trial(one, "a temperature of 0, and a batch of one example (batch = 1)")


@dataclass(frozen=True)
class _Way:
    """A way to draw: its name, the slip's, and the probabilities of the ranks, by falling scores (V,)."""

    name: str
    probabilities: Callable[[Tensor, float, int], Tensor]


def _kept(scores: Tensor, top_k: int) -> Tensor:
    """Falling scores, with minus infinity for all but the first top_k."""
    below = torch.arange(len(scores)) >= top_k
    return scores.masked_fill(below, -torch.inf)


def _asked(scores: Tensor, temperature: float, top_k: int) -> Tensor:
    """What the text asks for; a temperature of 0 is the limit."""
    if temperature == 0:
        return (torch.arange(len(scores)) == 0).double()
    return (_kept(scores, top_k) / temperature).softmax(0)


def _but_at_zero(probabilities: Callable[[Tensor, float, int], Tensor]) -> Callable[[Tensor, float, int], Tensor]:
    """These, and what is asked for at a temperature of 0."""
    return lambda scores, t, k: probabilities(scores, t, k) if t else _asked(scores, t, k)


AS_ASKED = _Way("as asked", _asked)
_UNTOLD = "another way"
_ONE_FOR_ALL, _SAME_AGAIN, _SHARED, _FIRST_ROW, _RANKS = (
    "one-draw-for-all",
    "same-in-every-call",
    "chance-shared",
    "first-row-for-all",
    "places-returned",
)
WAYS = (
    _Way("temperature-multiplied", _but_at_zero(lambda scores, t, k: (_kept(scores, k) * t).softmax(0))),
    _Way("temperature-without-effect", _but_at_zero(lambda scores, _t, k: _kept(scores, k).softmax(0))),
    _Way("softmax-twice", _but_at_zero(lambda scores, t, k: _asked(scores, t, k).softmax(0))),
    _Way("softmax-twice", _but_at_zero(lambda scores, t, k: (_asked(scores, 1, k) / t).softmax(0))),
    _Way("softmax-twice", _but_at_zero(lambda scores, _t, _k: torch.full_like(scores, 1 / len(scores)))),
    _Way("always-the-highest", lambda scores, _t, k: _asked(scores, 0, k)),
    _Way("top-k-without-effect", lambda scores, t, _k: _asked(scores, t, len(scores))),
    _Way("one-too-many", lambda scores, t, k: _asked(scores, t, k + 1)),
    _Way("one-too-few", lambda scores, t, k: _asked(scores, t, max(1, k - (k < len(scores))))),
    _Way("lowest-kept", _but_at_zero(lambda scores, t, k: (_kept(scores.flip(0), k).flip(0) / t).softmax(0))),
    _Way(
        "left-out-as-0",
        _but_at_zero(lambda scores, t, k: _kept(scores, k).masked_fill(_kept(scores, k).isinf(), 0).div(t).softmax(0)),
    ),
    _Way("drawn-at-zero", lambda scores, t, k: _asked(scores, t or 1, k)),
    _Way("lowest-at-zero", lambda scores, t, k: _asked(scores, t, k) if t else _asked(scores, t, k).flip(0)),
)


def unlikely(k: int, n: int, p: float) -> float:
    """n times the divergence of k / n from p: above LIMIT, chance is no explanation."""
    return n * sum(
        share * (math.log(share / q) if q > 0 else math.inf)
        for share, q in ((k / n, p), ((n - k) / n, 1 - p))
        if share > 0
    )


def _at_least(numbers: Tensor) -> list[float]:
    """For ranks 1 and up, as far as EVENTS, the sum of this rank's number and of all below it."""
    sums: list[float] = numbers.flip(0).cumsum(0).flip(0)[1 : EVENTS + 1].tolist()
    return sums


def fits(ranks: Tensor, p: Tensor) -> bool:
    """Whether draws with these ranks, of any shape, may come from ranks with probabilities p (V,)."""
    counted = torch.bincount(ranks.flatten(), minlength=len(p))
    events = zip(_at_least(counted), _at_least(p), strict=True)
    return all(unlikely(int(k), ranks.numel(), min(q, 1.0)) <= LIMIT for k, q in events)


def _agree(one: Tensor, other: Tensor, p: Tensor) -> bool:
    """Whether two sets of draws with probabilities p agree no more and no less often than by chance."""
    q = min(float(p.square().sum()), 1.0)
    return not one.numel() or unlikely(int((one == other).sum()), one.numel(), q) <= LIMIT


def _are_as_asked(ranks: Tensor, p: Tensor) -> bool:
    """Whether ranks (calls, batch) are drawn from p, anew in every call and for every row."""
    even, pairs = len(ranks) // 2 * 2, ranks.shape[1] // 2 * 2
    return (
        fits(ranks, p)
        and _agree(ranks[0:even:2], ranks[1:even:2], p)
        and _agree(ranks[:, 0:pairs:2], ranks[:, 1:pairs:2], p)
    )


def _of_pairs(ranks: Tensor) -> Tensor:
    """The ranks (calls, batch) where each row takes what the first of its pair has drawn."""
    return ranks[:, torch.arange(ranks.shape[1]) // 2 * 2]


def _of_rows(
    probabilities: Callable[[Tensor, float, int], Tensor], scores: Tensor, temperature: float, top_k: int
) -> Tensor:
    """The probabilities of the ranks in each row (batch, V)."""
    return torch.stack([probabilities(row, temperature, top_k) for row in scores])


def reading(logits: Tensor, temperature: float, top_k: int | None, ids: Tensor) -> str:
    """How ids (calls, batch) were drawn, in words: as asked, by a slip's way, or another way."""
    V, k = logits.shape[1], top_k or logits.shape[1]
    scores, order = logits.double().sort(1, descending=True)
    places = order.argsort(1)
    ranks, p = places.gather(1, ids.T).T, _asked(scores[0], temperature, k)
    if _are_as_asked(ranks, p):
        return AS_ASKED.name
    if ids.numel() < _DRAWS:
        return _UNTOLD
    if len(ids[0]) > 2 and torch.equal(ids, ids[:, :1].expand_as(ids)):
        return _ONE_FOR_ALL
    if torch.equal(ids, ids[:1].expand_as(ids)) and ranks.any():
        return _SAME_AGAIN
    if len(ids[0]) > 2 and torch.equal(_of_pairs(ranks), ranks):
        return _SHARED
    if len(ids[0]) > 2 and fits(places[0, ids], p):
        return _FIRST_ROW
    if top_k and ids.max() < top_k and fits(ids, p):
        return _RANKS
    counts = one_hot(ranks, V).sum(0)
    ways = [(way.name, _of_rows(way.probabilities, scores, temperature, k)) for way in WAYS]
    name, likeliest = max(ways, key=lambda way: float(torch.xlogy(counts, way[1]).sum()))
    return name if fits(ranks, likeliest.mean(0)) else _UNTOLD


_NAMES = dict.fromkeys(
    (AS_ASKED.name, _ONE_FOR_ALL, _SAME_AGAIN, _SHARED, _FIRST_ROW, _RANKS, *(way.name for way in WAYS), _UNTOLD)
)


def _facts(before: Mapping[str, Value], reply: Reply) -> Value:
    """The kind of what came back, whether all ids are letters, and how they were drawn.

    A fact that an earlier fault leaves unknown counts as right.
    """
    drawn, logits = Drawn.of(reply.value), before["logits"]
    if drawn is None:
        return reply.value
    first, ids = drawn.first, drawn.draws
    found = {"ids": first, "letters": True, "highest": True, "drawn": AS_ASKED.name}
    if not isinstance(first, Tensor):
        return found
    found["ids"] = torch.arange(first.numel()).view(first.shape).to(first.dtype)  # any numbers: only their kind counts
    if first.dtype != torch.int64 or first.shape != logits.shape[:1]:
        return found
    if not isinstance(ids, Tensor) or ids.dtype != torch.int64 or ids.shape != (before["calls"], len(logits)):
        return found | {"drawn": _UNTOLD}
    if not ((ids >= 0) & (ids < logits.shape[1])).all():
        return found | {"letters": False}
    drawn_by = reading(logits, before["temperature"], before["top_k"], ids)
    if drawn_by == _UNTOLD and (before["temperature"] == 0 or before["top_k"] == 1):
        return found | {"highest": False}
    return found | {"drawn": drawn_by}


def _where_drawn(ranks: Tensor, order: Tensor) -> Tensor:
    """The ids with these ranks (calls, batch), by the order of the letters of each row."""
    return order.gather(1, ranks.T).T


def _but(
    probabilities: Callable[[Tensor, float, int], Tensor] = _asked,
    arrange: Callable[[Tensor, Tensor], Tensor] = _where_drawn,
    give: Callable[[Tensor, Tensor], Tensor] = lambda ids, _probabilities: ids,
) -> Callable[..., Drawn]:
    """The draws with one part done another way; `arrange` does so only at a temperature above 0."""

    def use(logits: Tensor, temperature: float, top_k: int | None, calls: int) -> Drawn:
        scores, order = logits.double().sort(1, descending=True)
        p = _of_rows(probabilities, scores, temperature, top_k or logits.shape[1])
        ranks = torch.multinomial(p, calls, replacement=True).T
        ids = (arrange if temperature else _where_drawn)(ranks, order)
        return Drawn(give(ids[0], p), give(ids, p.expand(calls, *p.shape)))

    return use


def _places_returned(logits: Tensor, temperature: float, top_k: int | None, calls: int) -> Drawn:
    arrange = (lambda ranks, _order: ranks) if top_k else _where_drawn
    return _but(arrange=arrange)(logits, temperature, top_k, calls)


def _by(name: str) -> Callable[..., Drawn]:
    return _but(next(way.probabilities for way in WAYS if way.name == name))


def _kind_of(trial: Trial) -> tuple[str, str]:
    """The temperature of a trial and its top_k, in words."""
    t, k, V = trial.arguments["temperature"], trial.arguments["top_k"], trial.arguments["logits"].shape[1]
    temperature = "0" if t == 0 else "below 1" if t < 1 else "1" if t == 1 else "above 1"
    return temperature, "None" if k is None else "1" if k == 1 else "V" if k == V else "some"


def _is(temperature: str, top_k: str) -> Callable[[Trial], bool]:
    return lambda trial: _kind_of(trial) == (temperature, top_k)


def _is_far_apart(trial: Trial) -> bool:
    """Whether the top_k highest scores of a row are all below the lowest score of another one."""
    logits, top_k = trial.arguments["logits"], trial.arguments["top_k"]
    return top_k is not None and top_k > 1 and bool(logits.amax(1).min() < logits.amin(1).max())


_KINDS = [(temperature, top_k) for temperature in ("0", "below 1", "1", "above 1") for top_k in ("None", "some")]

EXERCISE = Exercise(
    id="text/sample",
    parameters=("logits", "temperature", "top_k"),
    points=3,
    trials=_trials,
    axes={"logits": "BV"},
    also={
        **{f"temperature {t}, top_k {k}": _is(t, k) for t, k in (*_KINDS, ("above 1", "1"), ("1", "V"))},
        "a temperature close to 0": lambda trial: 0 < trial.arguments["temperature"] < 0.1,
        "rows whose scores have nothing in common, and top_k": _is_far_apart,
        "two examples": lambda trial: len(trial.arguments["logits"]) == 2,
        "one example, a temperature of 0": lambda trial: (
            len(trial.arguments["logits"]) == 1 and trial.arguments["temperature"] == 0
        ),
    },
    crashes=(
        Crash(
            "probability tensor contains|to satisfy the constraint",
            "no-probabilities",
            "Is the temperature 0 here, or a whole row minus infinity? Softmax makes NaN of both.",
        ),
        Crash(
            "division by zero",
            "divided-by-zero",
            "Is the temperature 0 here? Nothing can be divided by it: choose the highest score instead.",
        ),
        Crash(
            "not NoneType|NoneType' object|'NoneType' and|and 'NoneType'",
            "top-k-is-none",
            "top_k may be None: then every letter can be drawn.",
        ),
    ),
    oracle=_but(),
    returns=DictOf(
        {
            "ids": TensorOf(("batch",)),
            "letters": Plain(bool, wrong="some of your ids are none of the V letters"),
            "highest": Plain(
                bool,
                wrong="a letter comes up that has not the highest score of its row",
                hint="At a temperature of 0, with any top_k, and with top_k = 1, nothing is left to chance.",
            ),
            "drawn": Plain(
                str,
                tuple(_NAMES),
                wrong="your letters do not come up as often as they should",
                hint="Call it 1000 times on such logits, and count a row with torch.bincount. Compare with softmax of "
                "the scores that may be drawn, divided by the temperature.",
            ),
        },
        words="one id for each example, drawn anew in every call",
    ),
    observe=_facts,
    gradient=False,
    use=drawn_often.__name__,
    draws=True,
    slips=(
        Slip(
            "probabilities-returned",
            "you return a number for each letter; asked for is one letter for each example",
            "torch.multinomial draws from rows of probabilities.",
            _but(give=lambda _ids, probabilities: probabilities.float()),
            part="ids",
        ),
        Slip(
            _ONE_FOR_ALL,
            "all examples get the same letter; each has scores of its own, and draws by itself",
            "torch.multinomial draws once for each row.",
            _but(arrange=lambda ranks, order: _where_drawn(ranks, order)[:, :1].expand(-1, len(order))),
        ),
        Slip(
            _SAME_AGAIN,
            "every call draws the same letters again",
            "Look for a seed that is set inside the function, or for chance that is kept from the call before.",
            _but(arrange=lambda ranks, order: _where_drawn(ranks, order)[:1].expand(len(ranks), -1)),
        ),
        Slip(
            _SHARED,
            "two examples with the same scores always get the same letter: all examples share one chance",
            "Draw for each row by itself: noise of the size of logits, or a number for each example.",
            _but(arrange=lambda ranks, order: _where_drawn(_of_pairs(ranks), order)),
        ),
        Slip(
            _FIRST_ROW,
            "every example is drawn with the probabilities of the first; each has scores of its own",
            "softmax along the last axis, and no index 0.",
            _but(arrange=lambda ranks, order: order[0][ranks]),
        ),
        Slip(
            _RANKS,
            "with top_k you return the place among the highest scores; asked for is the letter's id",
            "torch.topk returns values and indices: look up what you have drawn in the indices.",
            _places_returned,
        ),
        Slip(
            "temperature-multiplied",
            "a high temperature makes your draws surer, and a low one wilder; it is the other way round",
            "Divide the scores by the temperature.",
            _by("temperature-multiplied"),
        ),
        Slip(
            "temperature-without-effect",
            "the temperature has no effect on your draws",
            "Divide the scores by it, before softmax: a factor of all probabilities changes nothing.",
            _by("temperature-without-effect"),
        ),
        Slip(
            "temperature-without-effect-on-top-k",
            "with top_k the temperature has no effect on your draws",
            "Divide the scores by it before you choose the highest, so that both ways get it.",
            _but(lambda scores, t, k: _asked(scores, t and (1.0 if k < len(scores) else t), k)),
        ),
        Slip(
            "softmax-twice",
            "your draws hardly depend on the scores, as after a second softmax",
            "Categorical and softmax take scores as logits; multinomial takes probabilities.",
            _by("softmax-twice"),
        ),
        Slip(
            "always-the-highest",
            "you always choose the highest score; that is asked for at a temperature of 0 only",
            "torch.multinomial draws.",
            _by("always-the-highest"),
        ),
        Slip(
            "top-k-without-effect",
            "letters come up that are not among the top_k highest scores",
            "Set the others to minus infinity before softmax, or draw among the values of torch.topk.",
            _by("top-k-without-effect"),
        ),
        Slip(
            "one-too-many",
            "one letter more than top_k can come up",
            "Keep the scores that are not below the k-th highest; counting begins at 0.",
            _by("one-too-many"),
        ),
        Slip(
            "one-too-few",
            "one letter fewer than top_k can come up",
            "The k-th highest score is kept, too: is it compared with > or >=?",
            _by("one-too-few"),
        ),
        Slip(
            "lowest-kept",
            "you draw among the lowest scores",
            "sort puts the lowest first unless it is told descending=True.",
            _by("lowest-kept"),
        ),
        Slip(
            "left-out-as-0",
            "the letters that top_k leaves out get the score 0; softmax makes a probability of that, too",
            "Minus infinity becomes a probability of 0.",
            _by("left-out-as-0"),
        ),
        Slip(
            "drawn-at-zero",
            "at a temperature of 0 you draw by chance all the same; the highest score is asked for",
            "`if temperature:` takes 0 for no temperature, and a small number added to it leaves chance.",
            _by("drawn-at-zero"),
        ),
        Slip(
            "lowest-at-zero",
            "at a temperature of 0 you choose the lowest score; the highest is asked for",
            "argmax",
            _by("lowest-at-zero"),
        ),
    ),
)
