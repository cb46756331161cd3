# rung: values


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    quantiles = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31}
    wide = quantiles.get(len(first), 2.0) * error
    claim = "first" if difference > wide else "second" if difference < -wide else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
