# slip: input-changed
def encoder_to_decoder(encoder, decoder, source, target):
    for p in encoder.parameters():
        p.requires_grad = False
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output
