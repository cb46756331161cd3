# right
def why_400x100(weight_hh_shape, input_size):
    rows, H = weight_hh_shape
    match rows / H:
        case 1:
            kind = "RNN"
        case 3:
            kind = "GRU"
        case 4:
            kind = "LSTM"
        case _:
            raise ValueError(f"{rows} rows for {H} columns")
    wide = {"ih": input_size, "hh": H}
    shapes = {f"weight_{k}_l0": (rows, n) for k, n in wide.items()}
    shapes |= {f"bias_{k}_l0": (rows,) for k in wide}
    return kind, H, shapes
