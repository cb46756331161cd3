# right
import numpy as np


def worth_it(forecast, series, period):
    forecast, series = forecast.numpy(), series.numpy()
    steps = np.arange(len(series) - len(forecast), len(series))
    truth = series[steps]

    def skill(guess):
        return 1 - np.mean((forecast - truth) ** 2) / np.mean((guess - truth) ** 2)

    return {
        "mean": skill(series[: steps[0]].mean()),
        "last": skill(series[steps - 1]),
        "period": skill(series[steps - period]),
    }
