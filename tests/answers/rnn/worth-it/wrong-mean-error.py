# slip: mean-error


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = (forecast - truth).mean() ** 2
    return {
        "mean": (1 - mse / (mean - truth).mean() ** 2).item(),
        "last": (1 - mse / (last - truth).mean() ** 2).item(),
        "period": (1 - mse / (before - truth).mean() ** 2).item(),
    }
