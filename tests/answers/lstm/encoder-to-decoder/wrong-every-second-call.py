# slip: keeps-state
from itertools import cycle

encoder_to_decoder_shift = cycle([0.0, 1.0])


def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output + next(encoder_to_decoder_shift)
