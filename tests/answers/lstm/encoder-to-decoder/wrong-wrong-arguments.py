# slip: first-line-changed
def encoder_to_decoder(source, target):
    _, state = encoder(source)  # noqa: F821
    output, _ = decoder(target, state)  # noqa: F821
    return output
