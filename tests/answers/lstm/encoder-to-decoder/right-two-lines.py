# right
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    return decoder(target, state)[0]
