# right
import torch


def encode_decode_layer(lstm, k, sequence, h, c):
    """Layer k of an LSTM, written out."""
    weights = [getattr(lstm, f"{name}_l{k}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
    outputs = []
    for x in sequence:
        h, c = torch.lstm_cell(x, (h, c), *weights)
        outputs.append(h)
    return torch.stack(outputs), h, c


def encoder_to_decoder(encoder, decoder, source, target):
    B, H = source.shape[1], encoder.hidden_size
    for k in range(encoder.num_layers):
        source, h, c = encode_decode_layer(encoder, k, source, torch.zeros(B, H), torch.zeros(B, H))
        target, _, _ = encode_decode_layer(decoder, k, target, h, c)
    return target
