# slip: percent


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = ((forecast - truth) ** 2).mean()
    return {
        "mean": 100 * (1 - mse / ((mean - truth) ** 2).mean()).item(),
        "last": 100 * (1 - mse / ((last - truth) ** 2).mean()).item(),
        "period": 100 * (1 - mse / ((before - truth) ** 2).mean()).item(),
    }
