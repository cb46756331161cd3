# slip: parameter-replaced
# says: Write into the parameter that is there, into rows of it, for example.
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    new = torch.zeros(4 * H)
    new[H : 2 * H] = value
    lstm.bias_ih_l0 = new
    return lstm
