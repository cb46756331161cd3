# slip: two-standard-deviations


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    wide = 2 * differences.std().item()
    claim = "first" if difference > wide else "second" if difference < -wide else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
