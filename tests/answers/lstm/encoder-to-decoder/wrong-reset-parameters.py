# slip: draws-random-numbers
def encoder_to_decoder(encoder, decoder, source, target):
    encoder.reset_parameters()
    decoder.reset_parameters()
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output
