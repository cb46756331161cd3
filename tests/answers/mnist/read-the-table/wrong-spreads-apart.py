# slip: spreads-apart


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "neither"
    if first.mean() - first.std() > second.mean() + second.std():
        claim = "first"
    if second.mean() - second.std() > first.mean() + first.std():
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
