# slip: input-changed


def read_the_table(first, second):
    first -= second
    difference = first.mean().item()
    error = first.std().item() / len(first) ** 0.5
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
