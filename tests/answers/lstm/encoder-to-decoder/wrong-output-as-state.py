# slip: state-of-another-shape
def encoder_to_decoder(encoder, decoder, source, target):
    output, (_, c) = encoder(source)
    decoded, _ = decoder(target, (output, c))
    return decoded
