# slip: median
import statistics


def read_the_table(first, second):
    differences = [a - b for a, b in zip(first.tolist(), second.tolist())]
    difference = statistics.median(differences)
    error = statistics.stdev(differences) / len(differences) ** 0.5
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
