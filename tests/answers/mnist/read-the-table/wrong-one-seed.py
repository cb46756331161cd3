# slip: one-seed


def read_the_table(first, second):
    differences = first - second
    for each in differences.tolist():
        difference = each
    error = differences.std().item() / len(differences) ** 0.5
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
