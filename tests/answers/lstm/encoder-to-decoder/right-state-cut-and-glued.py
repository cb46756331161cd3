# right
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    """Layer by layer, with both parts."""
    _, (h_n, c_n) = encoder(source)
    h_0 = torch.stack([h_n[k] for k in range(encoder.num_layers)])
    c_0 = torch.stack([c_n[k] for k in range(encoder.num_layers)])
    output, _ = decoder(target, (h_0, c_0))
    return output
