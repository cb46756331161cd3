# slip: divided-by-no-spread
# says: The standard error may be 0: compare the difference with two of them, without a division.


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    ratio = difference / error
    claim = "first" if ratio > 2 else "second" if ratio < -2 else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
