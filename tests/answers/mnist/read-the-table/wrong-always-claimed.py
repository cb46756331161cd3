# slip: always-claimed


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "first" if difference > 0 else "second"
    return {"difference": difference, "standard error": error, "claim": claim}
