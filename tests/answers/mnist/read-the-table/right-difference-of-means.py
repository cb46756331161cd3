# right


def read_the_table(first, second):
    difference = float(first.mean() - second.mean())
    centred = (first - second) - difference
    n = len(first)
    error = float((centred.square().sum() / (n * (n - 1))).sqrt())
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
