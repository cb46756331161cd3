# right
import torch


def worth_it(forecast, series, period):
    """From the end backwards, where no slice needs the length of the series."""
    back, ours = series.flip(0), forecast.flip(0)
    M = len(ours)
    errors = {"mean": back[M:].mean() - back[:M], "last": back[1 : M + 1] - back[:M]}
    errors["period"] = back[period : M + period] - back[:M]
    norm = torch.linalg.vector_norm
    return {name: 1 - (norm(ours - back[:M]) / norm(error)).item() ** 2 for name, error in errors.items()}
