# slip: last-output-everywhere
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    output, (_, c) = encoder(source)
    h = torch.stack([output[-1]] * decoder.num_layers)
    decoded, _ = decoder(target, (h, c))
    return decoded
