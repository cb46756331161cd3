# right


def read_the_table(first, second):
    n = len(first)
    differences = [float(first[k]) - float(second[k]) for k in range(n)]
    difference = sum(differences) / n
    squares = sum((each - difference) ** 2 for each in differences)
    error = (squares / (n - 1) / n) ** 0.5
    claim = "neither"
    if difference > 2 * error:
        claim = "first"
    elif difference < -2 * error:
        claim = "second"
    return {"difference": difference, "standard error": error, "claim": claim}
