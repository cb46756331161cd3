"""The oracles of lesson 07, computed in a second way."""

import torch
from torch import nn

from course_utils.checks import find
from course_utils.checks.engine.trial import Random
from course_utils.checks.learner.values import to_object


def test_lane_b_of_the_series_is_what_row_b_of_the_chunks_reads() -> None:
    """On every trial: each lane goes on from chunk to chunk, and the lanes from one to the next."""
    exercise = find("long/lanes")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        series, batch_size, seq_len = trial.arguments.values()
        chunks = exercise.oracle(series, batch_size, seq_len)
        read = [step for row in range(batch_size) for chunk in chunks for step in chunk[:, row]]
        assert torch.equal(torch.stack(read), series[: len(read)])
        assert len(series) - len(read) < batch_size * seq_len


def test_a_pass_over_chunks_follows_the_gradient_of_each_chunk_alone() -> None:
    """By autograd.grad, with a state of plain numbers, and the momentum worked out by hand."""
    layer, head = nn.LSTM(6, 5), nn.Linear(5, 4)
    chunks = tuple((torch.randn(7, 3, 6), torch.randn(7, 3, 4)) for _ in range(3))
    weights = {f"layer.{name}": weight.detach().clone() for name, weight in layer.named_parameters()}
    weights |= {f"head.{name}": weight.detach().clone() for name, weight in head.named_parameters()}
    moving = {name: torch.zeros_like(weight) for name, weight in weights.items()}
    state, losses = (torch.zeros(1, 3, 5), torch.zeros(1, 3, 5)), []
    for x, y in chunks:
        free = {name: weight.clone().requires_grad_() for name, weight in weights.items()}
        own = {name.removeprefix("layer."): weight for name, weight in free.items() if name.startswith("layer.")}
        output, (h, c) = torch.func.functional_call(layer, own, (x, state))
        loss = (output @ free["head.weight"].T + free["head.bias"] - y).square().mean()
        for name, gradient in zip(free, torch.autograd.grad(loss, list(free.values())), strict=True):
            moving[name] = 0.9 * moving[name] + gradient
            weights[name] = weights[name] - 0.05 * moving[name]
        state = (h.detach(), c.detach())
        losses.append(loss.item())
    found = find("long/tbptt").oracle(layer, head, chunks)
    torch.testing.assert_close(torch.tensor(found.returned), torch.tensor(losses))
    torch.testing.assert_close(found.weights, torch.cat([weight.flatten() for weight in weights.values()]))


def test_an_orthogonal_layer_keeps_the_length_of_what_each_gate_reads() -> None:
    exercise = find("long/orthogonal")
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        layer = exercise.oracle(to_object(trial.arguments["layer"]))
        h = torch.randn(9, layer.hidden_size)
        for name, weight in layer.named_parameters():
            if name.startswith("weight_hh"):
                read = (h @ weight.T).unflatten(1, (-1, layer.hidden_size))
                torch.testing.assert_close(read.norm(dim=-1), h.norm(dim=-1, keepdim=True).expand(read.shape[:2]))
