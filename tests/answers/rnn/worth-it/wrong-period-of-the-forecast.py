# slip: period-of-the-forecast
import torch


def worth_it(forecast, series, period):
    start = len(series) - len(forecast)
    truth = series[start:]
    believed = torch.cat([series[:start], forecast])

    def skill(guess):
        return 1 - ((forecast - truth) ** 2).sum().item() / ((guess - truth) ** 2).sum().item()

    return {
        "mean": skill(series[:start].mean()),
        "last": skill(series[start - 1 : -1]),
        "period": skill(believed[start - period : len(believed) - period]),
    }
