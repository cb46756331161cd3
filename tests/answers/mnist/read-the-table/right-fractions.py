# right
import statistics
from fractions import Fraction


def read_the_table(first, second):
    differences = [Fraction(a) - Fraction(b) for a, b in zip(first.tolist(), second.tolist())]
    mean = statistics.mean(differences)
    variance = statistics.variance(differences, mean) / len(differences)
    claim = "neither"
    if mean**2 > 4 * variance:
        claim = "first" if mean > 0 else "second"
    return {"difference": float(mean), "standard error": float(variance) ** 0.5, "claim": claim}
