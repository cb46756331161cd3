# slip: source-read-twice
def encoder_to_decoder(encoder, decoder, source, target):
    output, state = encoder(source)
    _, state = encoder(source, state)
    return decoder(target, state)[0]
