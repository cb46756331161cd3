# slip: rounded
# says: 'mean' is right up to 2 decimals, and has no more


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = ((forecast - truth) ** 2).mean()
    return {
        "mean": round((1 - mse / ((mean - truth) ** 2).mean()).item(), 2),
        "last": round((1 - mse / ((last - truth) ** 2).mean()).item(), 2),
        "period": round((1 - mse / ((before - truth) ** 2).mean()).item(), 2),
    }
