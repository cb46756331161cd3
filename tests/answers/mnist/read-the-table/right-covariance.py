# right
import torch


def read_the_table(first, second):
    differences = first - second
    variance = torch.cov(differences)
    error = float(variance / len(differences)) ** 0.5
    difference = float(differences.sum() / len(differences))
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
