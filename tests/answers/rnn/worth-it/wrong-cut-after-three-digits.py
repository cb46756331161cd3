# slip: rounded
# says: 'mean' is right up to 3 decimals, and has no more


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = ((forecast - truth) ** 2).mean()
    return {
        "mean": int((1 - mse / ((mean - truth) ** 2).mean()).item() * 1000) / 1000,
        "last": int((1 - mse / ((last - truth) ** 2).mean()).item() * 1000) / 1000,
        "period": int((1 - mse / ((before - truth) ** 2).mean()).item() * 1000) / 1000,
    }
