# slip: other-input-size
# says: A layer reads input_size numbers at each step: look at the last axis of what you pass to it first.
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = encoder(target, state)
    return output
