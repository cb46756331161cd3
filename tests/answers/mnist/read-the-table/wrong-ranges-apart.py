# slip: ranges-apart


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "neither"
    if first.min() > second.max():
        claim = "first"
    if second.min() > first.max():
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
