# slip: yes-or-no


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = ((forecast - truth) ** 2).mean()
    return {
        "mean": bool(mse < ((mean - truth) ** 2).mean()),
        "last": bool(mse < ((last - truth) ** 2).mean()),
        "period": bool(mse < ((before - truth) ** 2).mean()),
    }
