# right
import numpy as np


def read_the_table(first, second):
    differences = np.array(first, dtype=float) - np.array(second, dtype=float)
    difference, error = np.mean(differences), np.std(differences, ddof=1) * len(differences) ** -0.5
    claims = {1: "first", -1: "second", 0: "neither"}
    claim = claims[int(np.sign(difference)) * bool(abs(difference) > 2 * error)]
    return {"difference": difference, "standard error": error, "claim": claim}
