# right


def read_the_table(first, second):
    differences = first - second
    n = differences.numel()
    mean = differences.mean()
    error = (differences.var() / n).sqrt()
    ratio = mean / error  # infinite without spread, and NaN for equal models: no claim
    claim = "first" if ratio > 2 else "second" if ratio < -2 else "neither"
    return {"claim": claim, "standard error": error.item(), "difference": mean.item()}
