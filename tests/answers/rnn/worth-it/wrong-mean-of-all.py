# slip: mean-of-all


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series.mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = ((forecast - truth) ** 2).mean()
    return {
        "mean": (1 - mse / ((mean - truth) ** 2).mean()).item(),
        "last": (1 - mse / ((last - truth) ** 2).mean()).item(),
        "period": (1 - mse / ((before - truth) ** 2).mean()).item(),
    }
