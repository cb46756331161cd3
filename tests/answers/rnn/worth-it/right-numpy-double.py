# right
import numpy as np


def worth_it(forecast, series, period):
    f, s = np.asarray(forecast, dtype=np.float64), np.asarray(series, dtype=np.float64)
    m = f.size
    errors = [s[-m:] - f, s[-m:] - s[:-m].mean(), np.diff(s)[-m:], (s[period:] - s[:-period])[-m:]]
    ours, *simple = [np.sum(error**2) for error in errors]
    return dict(zip(["mean", "last", "period"], [float((other - ours) / other) for other in simple], strict=True))
