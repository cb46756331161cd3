# right
import torch


def read_the_table(first, second):
    std, mean = torch.std_mean(first.double() - second.double())
    error = float(std / len(first) ** 0.5)
    difference = float(mean)
    low, high = difference - 2 * error, difference + 2 * error
    claim = "first" if low > 0 else "second" if high < 0 else "neither"
    return {"difference": difference, "standard error": error, "claim": claim}
