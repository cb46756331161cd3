# rung: values
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    _, state = decoder(target, state)
    output, _ = decoder(target, state)
    return output
