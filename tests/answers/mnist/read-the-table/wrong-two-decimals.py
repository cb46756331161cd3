# slip: rounded
# says: 'difference' is right up to 2 decimals, and has no more


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    difference, error = round(difference, 2), round(error, 2)
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
