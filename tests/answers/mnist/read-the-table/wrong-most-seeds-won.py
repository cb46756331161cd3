# slip: most-seeds-won


def read_the_table(first, second):
    differences = first - second
    difference = differences.mean().item()
    error = differences.std().item() / len(differences) ** 0.5
    won, lost = (differences > 0).sum(), (differences < 0).sum()
    claim = "first" if won > lost else "second" if lost > won else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
