"""`python -m tools.text_race`: an LSTM, a GRU and a small Transformer learn one text, for as long each.

Each gets the same processor seconds of one core, its clock standing still while it is tested. First `--trials` looks
for a good setting: for each model the same search with the same number of short trainings, on a part of the training
text only. Then every model is trained from several seeds with its best setting. A finished training is appended to the
recording at once, so the tool can be stopped and started again: it goes on with what is missing.
"""

from __future__ import annotations

import argparse
import datetime
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from course_utils import recordings, text
from course_utils.recordings import Race, TextRun
from course_utils.text import Lanes, Vocabulary
from tools.recipes import machine

SECONDS, TRIAL_SECONDS = 180.0, 40.0
SEEDS = (0, 1, 2)
State = Any  # of a recurrent layer, or None
TESTED_AT = (1 / 12, 1 / 6, 1 / 3, 1 / 2, 3 / 4)  # of the budget; and in the end
TESTED_ON = 16_384  # characters of the validation text on the way, all of it in the end
TRIAL_TEXT = 40_000  # characters that trials are judged by
COLD = 64  # characters in a window of the cold loss, as in the published figure
VALIDATION_LANES = 32
WARM_UP = 0.05  # of the budget


@dataclass(frozen=True)
class Setting:
    """What the search may change: the size of a model, the learning rate, and the characters in a step."""

    width: int
    num_layers: int
    lr: float
    batch: int
    seq_len: int


class Recurrent(nn.Module):
    """Embedding, LSTM or GRU, Linear."""

    def __init__(self, kind: str, n_letters: int, width: int, num_layers: int) -> None:
        super().__init__()
        self.embed = nn.Embedding(n_letters, 64)
        self.rnn = getattr(nn, kind)(64, width, num_layers)
        self.head = nn.Linear(width, n_letters)

    def forward(self, ids: Tensor, state: State = None) -> tuple[Tensor, State]:
        output, state = self.rnn(self.embed(ids), state)
        return self.head(output), state


class Block(nn.Module):
    """Attention to the steps before, then a dense network; both add to x, (B, T, W), as in lesson 08."""

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.qkv, self.mix = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.dense = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        parts = self.qkv(self.norms[0](x)).unflatten(-1, (3, self.heads, -1))
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # each (B, heads, T, W / heads)
        found = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.mix(found.transpose(1, 2).flatten(2))
        dense: Tensor = self.dense(self.norms[1](x))
        return x + dense


class Transformer(nn.Module):
    """Embeddings of letters and of places, blocks, Linear, as in lesson 08; it has no state."""

    def __init__(self, n_letters: int, width: int, layers: int, context: int) -> None:
        super().__init__()
        self.embed, self.place = nn.Embedding(n_letters, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(Block(width) for _ in range(layers)))
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, n_letters))
        for table in (self.embed, self.place):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, ids: Tensor, _state: State = None) -> tuple[Tensor, State]:
        at_places = self.embed(ids).transpose(0, 1) + self.place.weight[: len(ids)]
        return self.head(self.blocks(at_places).transpose(0, 1)), None


# Where the searches begin was chosen after tries that the recording does not hold. Recurrent: five of 10 seconds,
# judged by the validation text; and an LSTM and a GRU of 40 seconds (256 wide, rate 0.004, 32 lanes, chunks of 64):
# 1.970 and 1.938 nats on the last tenth of the training text. Transformer: three of 12 seconds, and that of lesson 08.
# The first setting of each model's search, and its two other sizes: (width, num_layers).
FIRST = {
    "LSTM": Setting(256, 1, 6e-3, 32, 32),
    "GRU": Setting(256, 1, 6e-3, 32, 32),
    "Transformer": Setting(128, 2, 4e-3, 16, 64),
}
SIZES = {
    "LSTM": ((384, 1), (192, 2)),
    "GRU": ((384, 1), (192, 2)),
    "Transformer": ((96, 3), (128, 4)),
}


def built(model: str, n_letters: int, setting: Setting) -> nn.Module:
    """A model of this name and setting, with new weights."""
    if model == "Transformer":
        return Transformer(n_letters, setting.width, setting.num_layers, setting.seq_len)
    return Recurrent(model, n_letters, setting.width, setting.num_layers)


def search(model: str, losses: dict[Setting, float]) -> Setting | None:
    """The next setting to try, given the losses of those already tried; None if the search of six is over.

    The size first, then the learning rate, then the batch, each time from the best setting so far.
    """
    best = FIRST[model]
    changes: tuple[list[dict[str, Any]], ...] = (
        [{"width": width, "num_layers": layers} for width, layers in SIZES[model]],
        [{"lr": best.lr * factor} for factor in (2, 0.5)],
        [{"batch": best.batch // 2}],
    )
    for some in changes:
        tried = [best, *(replace(best, **change) for change in some)]
        for setting in tried:
            if setting not in losses:
                return setting
        best = min(tried, key=losses.__getitem__)
    return None


def best_setting(model: str, trials: list[TextRun]) -> Setting:
    """The setting whose trial had the least loss; the first setting of the search if there is no trial."""
    found = [trial for trial in trials if trial.model == model]
    return Setting(**min(found, key=lambda trial: trial.loss).setting) if found else FIRST[model]


def chunks(model: nn.Module, ids: Tensor, setting: Setting, random: torch.Generator) -> Iterator[tuple[Tensor, bool]]:
    """Pieces of the text without end, (T + 1, B), and whether each goes on where the one before it ended.

    A network with a state reads lanes, each time through the text from another place; one without reads random windows.
    """
    if isinstance(model, Transformer):
        steps = torch.arange(setting.seq_len + 1)[:, None]
        while True:
            starts = torch.randint(len(ids) - setting.seq_len, (setting.batch,), generator=random)
            yield ids[steps + starts], False
    while True:
        offset = int(torch.randint(len(ids) // setting.batch, (), generator=random))
        lanes = Lanes(ids[offset:], setting.batch, setting.seq_len)
        for number in range(len(lanes)):
            yield lanes[number], number > 0


@torch.no_grad()
def validate(model: nn.Module, ids: Tensor, setting: Setting) -> float:
    """The loss in nats per character, each predicted from all that the model can use.

    A state is carried through each of 32 lanes. A Transformer reads windows that overlap by half, and only the second
    half of each counts; so every character is predicted once, from at least seq_len / 2 characters.
    """
    model.eval()
    total, count, state = 0.0, 0, None
    if isinstance(model, Transformer):
        for window in half_new(ids, setting.seq_len):
            logits, _ = model(window[:-1])
            half = setting.seq_len // 2
            total += summed(logits[half:], window[half + 1 :])
            count += window[half + 1 :].numel()
    else:
        lanes = Lanes(ids, VALIDATION_LANES, 128)
        for number in range(len(lanes)):
            logits, state = model(lanes[number][:-1], state)
            total += summed(logits, lanes[number][1:])
            count += lanes[number][1:].numel()
    model.train()
    return total / count


def half_new(ids: Tensor, seq_len: int) -> Iterator[Tensor]:
    """Windows (T + 1, B) of a text, each starting T/2 after the one before it, at most 64 at a time."""
    for some in ids.unfold(0, seq_len + 1, seq_len // 2).split(64):
        yield some.T


@torch.no_grad()
def validate_cold(model: nn.Module, ids: Tensor) -> float:
    """The loss in nats per character over windows of 64 characters, before which nothing is known."""
    model.eval()
    windows = ids.unfold(0, COLD + 1, COLD)
    total = sum(summed(model(some.T[:-1])[0], some.T[1:]) for some in windows.split(64))
    model.train()
    return total / windows[:, 1:].numel()


def summed(logits: Tensor, targets: Tensor) -> float:
    """The cross-entropy summed over all targets. Shapes: logits (T, B, characters), targets (T, B)."""
    return nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum").item()


@torch.no_grad()
def sampled(model: nn.Module, setting: Setting, ids: Tensor, n: int, random: torch.Generator) -> Tensor:
    """Go on from some ids (T,) for n characters, each drawn with the probability that the model gives it."""
    model.eval()
    state, seen, read = None, ids[:, None], ids[:, None]
    for _ in range(n):
        logits, state = model(read, state)
        drawn = torch.multinomial(logits[-1].softmax(-1), 1, generator=random)
        seen = torch.cat([seen, drawn])
        read = seen[-setting.seq_len :] if isinstance(model, Transformer) else drawn
    model.train()
    return seen[len(ids) :, 0]


def share_of_rate(done: float) -> float:
    """The learning rate's share after this share of the budget: a short rise, then half a cosine down to nothing."""
    return min(done / WARM_UP, 0.5 + 0.5 * math.cos(math.pi * min(done, 1.0)))


def train(
    name: str, setting: Setting, seed: int, budget: float, texts: tuple[Tensor, Tensor], vocabulary: Vocabulary
) -> TextRun:
    """Train a new model for this budget of processor seconds, test it on the way, and draw a sample."""
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    seen, unseen = texts
    model = built(name, len(vocabulary), setting)
    optimizer = torch.optim.AdamW(model.parameters(), lr=setting.lr, betas=(0.9, 0.99))
    curve: list[list[float]] = []
    used = lasted = 0.0
    steps = characters = 0
    state = None
    for chunk, goes_on in chunks(model, seen, setting, random):
        clock, processor_clock = time.perf_counter(), time.process_time()
        for group in optimizer.param_groups:
            group["lr"] = setting.lr * share_of_rate(used / budget)
        logits, state = model(chunk[:-1], detached(state) if goes_on else None)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), chunk[1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        used += time.process_time() - processor_clock
        lasted += time.perf_counter() - clock
        steps, characters = steps + 1, characters + chunk[1:].numel()
        while len(curve) < len(TESTED_AT) and used >= TESTED_AT[len(curve)] * budget:
            curve.append([round(used, 1), round(validate(model, unseen[:TESTED_ON], setting), 4)])
        if used >= budget:
            break
    curve.append([round(used, 1), round(validate(model, unseen, setting), 4)])
    prompt = vocabulary.encode("\n")
    return TextRun(
        model=name,
        seed=seed,
        setting=asdict(setting),
        budget=budget,
        date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        machine=machine(),
        torch=torch.__version__,
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        steps=steps,
        characters=characters,
        processor_seconds=round(used, 2),
        seconds=round(lasted, 2),
        curve=curve,
        loss=curve[-1][1],
        cold_loss=round(validate_cold(model, unseen), 4),
        sample=vocabulary.decode(sampled(model, setting, prompt, 300, random)),
    )


def detached(state: Tensor | tuple[Tensor, ...] | None) -> Tensor | tuple[Tensor, ...] | None:
    """The state's numbers without the way they came about."""
    if state is None:
        return None
    return tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()


def said(run: TextRun) -> str:
    """A line about a training that has ended."""
    losses = f"loss {run.loss:.4f}, cold {run.cold_loss:.4f}"
    return f"{run.model:12} seed {run.seed} {losses}, {run.steps} steps, {run.setting}"


def main() -> None:
    """Try settings, or train with the best ones, and append every finished training to the recording."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=recordings.SHIPPED_RACE)
    parser.add_argument("--trials", action="store_true", help="look for settings; the budget is 40 seconds then")
    parser.add_argument("--seconds", type=float, help=f"processor seconds of one training, {SECONDS:.0f} by default")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--models", nargs="+", choices=FIRST, default=list(FIRST))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    race = recordings.read_race(arguments.output) if arguments.output.exists() else Race()
    characters = text.shakespeare()
    vocabulary = Vocabulary(characters)
    ids = vocabulary.encode(characters)
    training, validation = ids[: int(0.9 * len(ids))], ids[int(0.9 * len(ids)) :]

    def append(runs: list[TextRun], *what: object) -> None:
        runs.append(train(*what))  # type: ignore[arg-type]
        race.write(arguments.output)
        print(said(runs[-1]), flush=True)

    if arguments.trials:
        budget = arguments.seconds or TRIAL_SECONDS
        part = int(0.9 * len(training))
        texts = training[:part], training[part:][:TRIAL_TEXT]
        searching = list(arguments.models)
        while searching:
            for model in tuple(searching):
                losses = {Setting(**trial.setting): trial.loss for trial in race.trials if trial.model == model}
                setting = search(model, losses)
                if setting is None:
                    searching.remove(model)
                else:
                    append(race.trials, model, setting, 0, budget, texts, vocabulary)
        return
    for seed in arguments.seeds:
        for model in arguments.models:
            if seed not in [run.seed for run in race.of(model)]:
                setting = best_setting(model, race.trials)
                texts = training, validation
                append(race.runs, model, setting, seed, arguments.seconds or SECONDS, texts, vocabulary)


if __name__ == "__main__":
    main()
