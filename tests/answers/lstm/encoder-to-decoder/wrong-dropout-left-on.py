# slip: draws-random-numbers
from torch import nn


def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    output, _ = decoder(target, (nn.functional.dropout(h, 0.2), nn.functional.dropout(c, 0.2)))
    return output
