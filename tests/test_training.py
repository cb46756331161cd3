import doctest
import math

import pytest
import torch
from torch import nn
from torch.testing import assert_close

from course_utils import training
from course_utils.training import accuracy, evaluate, fit, fit_line


def line(value=0.0):
    model = nn.Linear(1, 1, bias=False)
    nn.init.constant_(model.weight, value)
    return model


def sgd(model, lr=0.1):
    return torch.optim.SGD(model.parameters(), lr=lr)


ONES = torch.ones(4, 1)


def test_fit_follows_the_gradient_of_each_batch_alone():
    # d/dw (w - 1)^2 = 2 (w - 1), so a step of size 0.1 leaves 0.8 of the error, unless gradients accumulate.
    model = line()
    losses = fit(model, [(ONES, ONES)] * 3, nn.functional.mse_loss, sgd(model))
    assert losses == pytest.approx([1.0, 0.64, 0.4096])
    assert model.weight.item() == pytest.approx(1 - 0.8**3)


def test_fit_forgets_gradients_from_before():
    model = line()
    model.weight.grad = torch.full((1, 1), 100.0)
    fit(model, [(ONES, ONES)], nn.functional.mse_loss, sgd(model))
    assert model.weight.item() == pytest.approx(0.2)


def test_fit_clips_before_it_steps():
    model = line()
    fit(model, [(ONES, 1000 * ONES)], nn.functional.mse_loss, sgd(model, lr=1.0), max_norm=0.5)
    assert model.weight.item() == pytest.approx(0.5, abs=1e-4)


def test_fit_steps_the_scheduler_after_every_batch():
    # Rates 0.1 and then 0.05: the first step leaves 0.8 of the error, the second 0.9 of that.
    model = line()
    optimizer = sgd(model)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
    fit(model, [(ONES, ONES)] * 2, nn.functional.mse_loss, optimizer, scheduler=scheduler)
    assert model.weight.item() == pytest.approx(1 - 0.8 * 0.9)
    assert scheduler.get_last_lr() == pytest.approx([0.025])


def test_fit_trains_in_training_mode_and_takes_any_iterable():
    model = nn.Sequential(nn.Dropout(0.5), line(1.0)).eval()
    fit(model, ((ONES, ONES) for _ in range(2)), nn.functional.mse_loss, sgd(model))
    assert model.training
    assert model[0].training


def test_fit_and_evaluate_pass_every_input_to_the_model():
    class Sum(nn.Module):
        def __init__(self):
            super().__init__()
            self.line = line(1.0)

        def forward(self, first, second):
            return self.line(first + second)

    model = Sum()
    assert evaluate(model, [(ONES, ONES, 2 * ONES)], nn.functional.mse_loss) == 0
    assert fit(model, [(ONES, ONES, 3 * ONES)], nn.functional.mse_loss, sgd(model)) == [1.0]


def test_fit_prints_nothing_when_it_is_quick(capsys):
    model = line()
    fit(model, [(ONES, ONES)], nn.functional.mse_loss, sgd(model))
    assert capsys.readouterr() == ("", "")


def test_no_batch_is_an_error():
    model = line()
    with pytest.raises(ValueError, match="no batch to train on"):
        fit(model, [], nn.functional.mse_loss, sgd(model))
    with pytest.raises(ValueError, match="no batch to evaluate on"):
        evaluate(model, [], nn.functional.mse_loss)


def test_evaluate_weighs_a_smaller_last_batch_by_its_size():
    data = torch.arange(7.0).unsqueeze(1)
    batches = [(part, torch.zeros_like(part)) for part in data.split(3)]
    whole = nn.functional.mse_loss(data, torch.zeros_like(data)).item()
    assert evaluate(nn.Identity(), batches, nn.functional.mse_loss) == pytest.approx(whole)
    plain_mean = sum(nn.functional.mse_loss(x, y).item() for x, y in batches) / len(batches)
    assert not math.isclose(plain_mean, whole, rel_tol=0.1)


def test_evaluate_runs_in_eval_mode_without_gradients_and_restores_every_mode():
    seen = []

    class Spy(nn.Module):
        def forward(self, x):
            seen.append((self.training, torch.is_grad_enabled()))
            return x

    model = nn.Sequential(Spy(), nn.Dropout(0.9))
    model[1].eval()
    assert evaluate(model, [(ONES, ONES)], nn.functional.mse_loss) == 0
    assert seen == [(False, False)]
    assert [module.training for module in model.modules()] == [True, True, False]
    assert torch.is_grad_enabled()


def test_evaluate_restores_the_mode_after_an_error():
    model = nn.Sequential(nn.Dropout(0.5))
    with pytest.raises(RuntimeError):
        evaluate(model, [(ONES, torch.ones(3))], lambda output, target: (output.T @ target).sum())
    assert model.training
    assert model[0].training


def test_accuracy_over_one_and_over_two_axes():
    logits = torch.tensor([[[2.0, 1.0], [0.0, 1.0]], [[3.0, 1.0], [5.0, 1.0]]])
    target = torch.tensor([[0, 1], [1, 1]])
    assert_close(accuracy(logits, target), torch.tensor(0.5))
    assert_close(accuracy(logits[0], target[0]), torch.tensor(1.0))


def test_examples_in_the_docstrings():
    failed, tried = doctest.testmod(training)
    assert (failed, tried > 0) == (0, True)


def test_fit_line_finds_the_rule_of_a_table():
    columns = torch.randn(50, 3)
    rows = torch.cat([columns, columns @ torch.tensor([[1.0], [-2.0], [0.5]]) + 4], 1)
    other = torch.randn(6, 3, 1)
    assert_close(fit_line(rows)(other), other[:, :1, 0] - 2 * other[:, 1:2, 0] + 0.5 * other[:, 2:, 0] + 4)


def test_fit_line_is_the_best_where_none_is_right():
    rows = torch.randn(50, 4)
    rule = fit_line(rows)
    missed = rule(rows[:, :-1].unsqueeze(-1)) - rows[:, -1:]
    assert_close(missed.mean(), torch.tensor(0.0), atol=1e-5, rtol=0)  # nothing is left that a column could explain
    assert_close(rows[:, :-1].T @ missed, torch.zeros(3, 1), atol=1e-4, rtol=0)
