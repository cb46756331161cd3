# right
import torch
from torch.nn.functional import mse_loss


def worth_it(forecast, series, period):
    known, truth = series.split([len(series) - len(forecast), len(forecast)])
    guesses = {
        "mean": torch.full_like(truth, known.mean().item()),
        "last": series.roll(1)[-len(truth) :],
        "period": series.roll(period)[-len(truth) :],
    }
    error = mse_loss(forecast, truth)
    return {name: float(1 - error / mse_loss(guess, truth)) for name, guess in guesses.items()}
