# slip: target-cut
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = decoder(target[: len(source)], state)
    return output
