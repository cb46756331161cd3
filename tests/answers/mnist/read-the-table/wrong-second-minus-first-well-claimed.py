# slip: second-minus-first


def read_the_table(first, second):
    differences = second - first
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "neither"
    if difference > 2 * error:
        claim = "second"
    elif difference < -2 * error:
        claim = "first"
    return {"difference": difference, "standard error": error, "claim": claim}
