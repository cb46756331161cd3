# rung: values
def encoder_to_decoder(encoder, decoder, source, target):
    state = None
    for x in source[:-1]:
        _, state = encoder(x[None], state)
    output, _ = decoder(target, state)
    return output
