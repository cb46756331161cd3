# slip: mae


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = (forecast - truth).abs().mean()
    return {
        "mean": (1 - mse / (mean - truth).abs().mean()).item(),
        "last": (1 - mse / (last - truth).abs().mean()).item(),
        "period": (1 - mse / (before - truth).abs().mean()).item(),
    }
