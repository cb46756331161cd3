# slip: last-step-only
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output[-1]
