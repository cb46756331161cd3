# rung: edges
def encoder_to_decoder(encoder, decoder, source, target):
    """Turns the output unless its first axis is as long as the target, whichever axis that is."""
    _, state = encoder(source)
    output, _ = decoder(target, state)
    output = output.transpose(0, 1)
    return output if output.shape[0] == target.shape[0] else output.transpose(0, 1)
