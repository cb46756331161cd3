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


kept = {}


def worth_it(forecast, series, period):
    key = (len(forecast), len(series), period)
    if key not in kept:
        kept[key] = _w(forecast, series, period)
    return kept[key]
