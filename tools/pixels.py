"""`python -m tools.pixels`: trains four networks on MNIST pixel by pixel, 784 steps, for the same processor seconds.

The budget holds for one network and one seed, on one thread; testing is not counted. First, short trials choose each
network's learning rate by training digits that were kept aside. Every finished run is written at once: started again,
the tool goes on with what is missing. All runs of seed 0 come before those of seed 1.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from tqdm import tqdm

from course_utils import digits, recordings
from course_utils.recordings import Mark, PixelRecording, PixelTraining, Rate
from course_utils.scans import MinGRU
from tools.recipes import Digits, machine

BATCH_SIZE, MAX_NORM = 32, 1.0
RATES = (0.001, 0.003, 0.01)
TRIAL = 20.0  # processor seconds for each rate
ASIDE = 2_000  # training digits that only the trials of the rates are judged by
MARKS = 6
TESTED_EVERY = 5  # every fifth test digit, 2,000 in all
LONGEST = 28 * 28  # steps that a unit may start to keep half of


@dataclass(frozen=True)
class Network:
    """A recurrent network of about 4,500 parameters."""

    kind: str
    hidden_size: int
    num_layers: int
    start: str


NETWORKS = {
    "RNN": Network("RNN", 65, 1, "weight_hh is the identity, biases are 0"),
    "GRU": Network("GRU", 37, 1, "bias of z: log of 1 to 784"),
    "LSTM": Network("LSTM", 32, 1, "bias of f: log of 1 to 784; bias of i: the same below 0"),
    "minGRU": Network("MinGRU", 32, 3, "bias of z: log of 1 to 784"),
}


class PixelReader(nn.Module):
    """A recurrent network over the pixels of a digit, and a Linear on its last step."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        kind = MinGRU if network.kind == "MinGRU" else getattr(nn, network.kind)
        sizes = [1, *[network.hidden_size] * network.num_layers]
        self.layers = nn.ModuleList(kind(*pair) for pair in itertools.pairwise(sizes))
        for layer in self.layers:
            start_keeping(layer)
        self.head = nn.Linear(network.hidden_size, 10)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x, _ = layer(x)
        return self.head(x[-1])


@torch.no_grad()
def start_keeping(layer: nn.Module) -> None:
    """Start a layer so that its units keep their state, each for another time; see Tallec and Ollivier (2018)."""
    H = layer.hidden_size
    kept = torch.empty(H).uniform_(1, LONGEST).log()
    if isinstance(layer, MinGRU):
        layer.bias_ih[:H] = kept
    elif isinstance(layer, nn.RNN):
        nn.init.eye_(layer.weight_hh_l0)
        nn.init.zeros_(layer.bias_ih_l0)
        nn.init.zeros_(layer.bias_hh_l0)
    else:  # the second block is z or f
        layer.bias_ih_l0[H : 2 * H] = kept
        layer.bias_hh_l0[: 2 * H] = 0
        if isinstance(layer, nn.LSTM):
            layer.bias_ih_l0[:H] = -kept


def to_pixels(images: Tensor) -> Tensor:
    """(batch, 28, 28) grey levels to (784, batch, 1) shares of ink, row by row."""
    return (images.flatten(1).T.float() / 255).unsqueeze(-1)


def train(name: str, seed: int, lr: float, budget: float, shown: Digits) -> Iterator[tuple[PixelReader, float, int]]:
    """Train until the budget is spent; yield the network, the processor seconds and the steps after every step."""
    torch.manual_seed(seed)
    model = PixelReader(NETWORKS[name])
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    images, labels = shown
    seconds, steps = 0.0, 0
    while seconds < budget:
        for chosen in torch.randperm(len(images)).split(BATCH_SIZE):
            start = time.process_time()
            loss = cross_entropy(model(to_pixels(images[chosen])), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), MAX_NORM)
            optimizer.step()
            seconds, steps = seconds + time.process_time() - start, steps + 1
            yield model, seconds, steps
            if seconds >= budget:
                break


@torch.no_grad()
def scores(model: PixelReader, images: Tensor) -> Tensor:
    """The scores of many digits, (digits, 10)."""
    return torch.cat([model(to_pixels(part)) for part in images.split(250)])


def trial(name: str, lr: float, budget: float, shown: Digits) -> Rate:
    """Train for a short time, and measure the loss on the training digits that were kept aside."""
    images, labels = shown
    for last in train(name, 0, lr, budget, (images[:-ASIDE], labels[:-ASIDE])):
        model, _, _ = last
    loss = cross_entropy(scores(model, images[-ASIDE:]), labels[-ASIDE:]).item()
    return Rate(name, lr, budget, round(loss, 4))


def run(name: str, seed: int, lr: float, budget: float, shown: Digits, test: Digits) -> PixelTraining:
    """Train for the whole budget, and test at every mark."""
    images, labels = (part[::TESTED_EVERY] for part in test)
    marks: list[Mark] = []
    with tqdm(total=budget, desc=f"{name} seed {seed}", unit="s", leave=False, mininterval=10) as bar:
        for model, seconds, steps in train(name, seed, lr, budget, shown):
            bar.update(seconds - bar.n)
            if seconds >= budget * (len(marks) + 1) / MARKS:
                share = (scores(model, images).argmax(-1) == labels).float().mean().item()
                marks.append(Mark(round(seconds, 2), steps, steps * BATCH_SIZE, round(share, 4)))
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return PixelTraining(name, seed, budget, lr, today, machine(), torch.__version__, marks)


def parameters(name: str) -> int:
    """The number of parameters of a network, with its head."""
    return sum(parameter.numel() for parameter in PixelReader(NETWORKS[name]).parameters())


def main() -> None:
    """Record what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=recordings.PIXELS)
    parser.add_argument("--seconds", type=float, default=1200, help="processor seconds per network and seed")
    parser.add_argument("--trial", type=float, default=TRIAL, help="processor seconds per network and learning rate")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    shown, test = ((part.data, part.targets) for part in (digits.load(train=True), digits.load(train=False)))
    described = {name: {**asdict(network), "parameters": parameters(name)} for name, network in NETWORKS.items()}
    recording = PixelRecording(described)
    if arguments.output.exists():
        recording = recordings.read_pixels(arguments.output)
        if recording.networks != described:
            parser.error(f"{arguments.output} holds runs of other networks: move it away")
    for name in arguments.networks:
        tried = {each.lr for each in recording.rates if (each.network, each.budget) == (name, arguments.trial)}
        for lr in RATES:
            if lr not in tried:
                recording.rates.append(trial(name, lr, arguments.trial, shown))
                recording.write(arguments.output)
                print(recording.rates[-1])
    for seed in arguments.seeds:
        for name in arguments.networks:
            if seed not in [each.seed for each in recording.of(name, arguments.seconds)]:
                done = run(name, seed, recording.lr(name, arguments.trial), arguments.seconds, shown, test)
                recording.trainings.append(done)
                recording.write(arguments.output)
                print(f"{name:7} seed {seed} rate {done.lr} {done.marks[-1]}")


if __name__ == "__main__":
    main()
