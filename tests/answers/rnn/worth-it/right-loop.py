# right
def worth_it(forecast, series, period):
    forecast, series = forecast.tolist(), series.tolist()
    start = len(series) - len(forecast)
    mean = sum(series[:start]) / start
    ours = by_mean = by_last = by_period = 0.0
    for m, number in enumerate(forecast):
        truth = series[start + m]
        ours += (number - truth) ** 2
        by_mean += (mean - truth) ** 2
        by_last += (series[start + m - 1] - truth) ** 2
        by_period += (series[start + m - period] - truth) ** 2
    return {"mean": 1 - ours / by_mean, "last": 1 - ours / by_last, "period": 1 - ours / by_period}
