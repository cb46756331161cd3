# slip: state-of-another-shape
def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, _) = encoder(source)
    output, _ = decoder(target, h)
    return output
