# rung: values
def encoder_to_decoder(encoder, decoder, source, target):
    state = encoder(source)[1] if encoder.training else None
    return decoder(target, state)[0]
