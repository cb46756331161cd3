# slip: state-not-a-pair
def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, _) = encoder(source)
    output, _ = decoder(target, h)
    return output
