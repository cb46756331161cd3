# slip: minus-sign


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = ((forecast - truth) ** 2).mean()
    return {
        "mean": (mse / ((mean - truth) ** 2).mean() - 1).item(),
        "last": (mse / ((last - truth) ** 2).mean() - 1).item(),
        "period": (mse / ((before - truth) ** 2).mean() - 1).item(),
    }
