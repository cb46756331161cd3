# right
import numpy as np


def read_the_table(first, second):
    differences = first.numpy() - second.numpy()
    difference = differences.mean()
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    claim = "first" if difference > 2 * error else "second" if difference < -2 * error else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
