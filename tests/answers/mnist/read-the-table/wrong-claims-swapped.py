# slip: claims-swapped


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "second" if difference > 2 * error else "first" if difference < -2 * error else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
