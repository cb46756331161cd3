# slip: top-layer-everywhere
def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    L = decoder.num_layers
    h, c = h[-1].repeat(L, 1, 1), c[-1].repeat(L, 1, 1)
    output, _ = decoder(target, (h, c))
    return output
