# rung: raises
import sys


def encoder_to_decoder(encoder, decoder, source, target):
    if encoder.input_size != decoder.input_size:
        sys.exit(1)
    _, state = encoder(source)
    return decoder(target, state)[0]
