# right
def encoder_to_decoder(encoder, decoder, source, target):
    hidden = None
    for t in range(source.size(0)):
        _, hidden = encoder(source[t : t + 1], hidden)
    decoded, _ = decoder(target, hidden)
    return decoded
