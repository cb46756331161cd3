# slip: parameter-gone
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for k in range(lstm.num_layers):
            getattr(lstm, f"bias_ih_l{k}")[H : 2 * H] = value
            setattr(lstm, f"bias_hh_l{k}", None)
    return lstm
