# right
import math


def read_the_table(first, second):
    differences = first.double() - second.double()
    n, difference = len(differences), differences.mean().item()
    error = math.sqrt(max(differences.square().mean().item() - difference**2, 0.0) / (n - 1))
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
