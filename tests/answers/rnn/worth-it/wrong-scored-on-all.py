# slip: scored-on-all
import torch


def worth_it(forecast, series, period):
    M = len(forecast)
    mse = torch.nn.functional.mse_loss
    ours = mse(forecast, series[-M:])
    return {
        "mean": 1 - (ours / mse(series[:-M].mean().expand_as(series), series)).item(),
        "last": 1 - (ours / mse(series[:-1], series[1:])).item(),
        "period": 1 - (ours / mse(series[:-period], series[period:])).item(),
    }
