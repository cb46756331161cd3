# slip: best-seed-claims


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    best, other = first.max(), second.max()
    claim = "first" if best > other else "second" if other > best else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
