# right
import torch


def worth_it(forecast, series, period):
    """Every run of M numbers; the last is the truth, and the others are what came before."""
    M = forecast.shape[0]
    runs = series.unfold(0, M, 1)
    truth = runs[-1]
    simple = torch.stack([series[:-M].mean().expand(M), runs[-2], runs[-1 - period], forecast])
    mse = (simple - truth).pow(2).mean(dim=1)
    mean, last, before = (1 - mse[3] / mse[:3]).tolist()
    return {"mean": mean, "last": last, "period": before}
