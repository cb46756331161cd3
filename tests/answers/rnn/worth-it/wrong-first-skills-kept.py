# slip: keeps-state
def _w(forecast, series, period):
    M = len(forecast)
    truth, before = series[-M:], series[:-M]
    e = lambda guess: ((guess - truth) ** 2).mean()
    ours = e(forecast)
    return {
        "mean": (1 - ours / e(before.mean())).item(),
        "last": (1 - ours / e(series[-M - 1 : -1])).item(),
        "period": (1 - ours / e(series[-M - period : -period])).item(),
    }


result = {}


def worth_it(forecast, series, period):
    for name, skill in _w(forecast, series, period).items():
        result.setdefault(name, skill)
    return result
