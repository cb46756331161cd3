# slip: upside-down


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = ((forecast - truth) ** 2).mean()
    return {
        "mean": (1 - ((mean - truth) ** 2).mean() / mse).item(),
        "last": (1 - ((last - truth) ** 2).mean() / mse).item(),
        "period": (1 - ((before - truth) ** 2).mean() / mse).item(),
    }
