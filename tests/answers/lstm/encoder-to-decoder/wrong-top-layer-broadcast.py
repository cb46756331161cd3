# slip: state-of-another-shape
def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    return decoder(target, (h[-1:], c[-1:]))[0]
