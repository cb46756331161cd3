# slip: standard-deviation


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item()
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
