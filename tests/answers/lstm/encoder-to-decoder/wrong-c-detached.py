# slip: c-detached
def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    output, _ = decoder(target, (h, c.data))
    return output
