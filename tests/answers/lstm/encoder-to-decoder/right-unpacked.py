# right
def encoder_to_decoder(encoder, decoder, source, target):
    _encoder_output, (h_n, c_n) = encoder(source)
    output, (_h, _c) = decoder(target, (h_n, c_n))
    return output
