# slip: upside-down
import torch


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]

    def mse(guess):
        return float(torch.mean((guess - truth) ** 2))

    simple = {"mean": series[:-M].mean(), "last": series[-M - 1 : -1], "period": series[-M - period : -period]}
    return {name: 1 - mse(guess) / mse(forecast) for name, guess in simple.items()}
