# slip: h-twice
def encoder_to_decoder(encoder, decoder, source, target):
    _, (hidden, _cell) = encoder(source)
    output, _ = decoder(target, (hidden, hidden))
    return output
