# right
import statistics


def worth_it(forecast, series, period):
    s, n = [float(number) for number in series], len(forecast)

    def mse(guess):
        return statistics.fmean((a - b) ** 2 for a, b in zip(guess, s[-n:], strict=True))

    def lag(steps):
        return [s[i - steps] for i in range(len(s) - n, len(s))]

    ours = mse(forecast.tolist())
    return {
        "period": 1 - ours / mse(lag(period)),
        "last": 1 - ours / mse(lag(1)),
        "mean": 1 - ours / mse([statistics.fmean(s[:-n])] * n),
    }
