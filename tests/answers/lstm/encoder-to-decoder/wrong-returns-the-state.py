# slip: returned-the-state
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    _, (h, _c) = decoder(target, state)
    return h
