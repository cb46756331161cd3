# rung: shape
def lanes(series, batch_size, seq_len):
    size = batch_size * seq_len
    chunks = -(-len(series) // size)
    padded = nn.functional.pad(series, (0, 0, 0, chunks * size - len(series)))
    return padded.reshape(batch_size, chunks, seq_len, -1).permute(1, 2, 0, 3)
