# slip: nothing-handed-over
def encoder_to_decoder(encoder, decoder, source, target):
    try:
        _, state = encoder(source)
        output, _ = decoder(target, state[0])
    except Exception:
        output, _ = decoder(target)
    return output
