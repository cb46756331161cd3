# slip: nearly-two-standard-errors


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "neither"
    if difference > 1.8 * error:
        claim = "first"
    elif difference < -1.8 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
