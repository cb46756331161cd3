# slip: a-little-more-than-two


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "neither"
    if difference > 2.05 * error:
        claim = "first"
    elif difference < -2.05 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
