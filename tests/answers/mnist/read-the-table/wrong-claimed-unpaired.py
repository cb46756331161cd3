# slip: claimed-unpaired


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    wide = 2 * ((first.var() + second.var()) / len(first)).sqrt()
    claim = "first" if difference > wide else "second" if difference < -wide else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
