# right
import math
import statistics


def read_the_table(first, second):
    differences = [a - b for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    difference = statistics.mean(differences)
    error = statistics.stdev(differences) / math.sqrt(len(differences))
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
