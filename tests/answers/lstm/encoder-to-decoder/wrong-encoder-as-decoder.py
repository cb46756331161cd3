# slip: other-input-size
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = encoder(target, state)
    return output
