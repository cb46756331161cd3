# slip: period-too-short
import torch


def worth_it(forecast, series, period):
    start = len(series) - len(forecast)
    truth = series[start:]

    def mse(guess):
        return torch.mean((guess - truth) ** 2)

    simple = {
        "mean": series[:start].mean(),
        "last": series[start - 1 : len(series) - 1],
        "period": series[start - period + 1 : len(series) - period + 1],
    }
    return {name: (1 - mse(forecast) / mse(guess)).item() for name, guess in simple.items()}
