# slip: difference


def worth_it(forecast, series, period):
    M = len(forecast)
    truth = series[-M:]
    mean = series[:-M].mean()
    last = series[-M - 1 : -1]
    before = series[-M - period : -period]
    mse = ((forecast - truth) ** 2).mean()
    return {
        "mean": (((mean - truth) ** 2).mean() - mse).item(),
        "last": (((last - truth) ** 2).mean() - mse).item(),
        "period": (((before - truth) ** 2).mean() - mse).item(),
    }
