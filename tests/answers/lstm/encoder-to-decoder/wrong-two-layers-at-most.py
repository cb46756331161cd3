# slip: first-sizes-only
def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    output, _ = decoder(target, (h[:2].contiguous(), c[:2].contiguous()))
    return output
