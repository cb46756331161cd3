# slip: state-swapped
def encoder_to_decoder(encoder, decoder, source, target):
    _, (c, h) = encoder(source)
    output, _ = decoder(target, (h, c))
    return output
