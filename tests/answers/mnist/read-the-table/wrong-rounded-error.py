# slip: rounded
# says: 'standard error' is right up to 3 decimals, and has no more
def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    claim = "first" if difference > 2 * error else "second" if difference < -2 * error else "neither"
    return {"difference": difference, "standard error": round(error, 3), "claim": claim}
