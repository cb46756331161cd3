# rung: edges
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source[:64])
    return decoder(target, state)[0]
