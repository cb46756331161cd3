# rung: values


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "first" if difference > 0.05 else "second" if difference < -0.05 else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
