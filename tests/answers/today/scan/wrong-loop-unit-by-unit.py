# slip: calls-grow
def scan(a, b, h_0):
    T, B, H = a.shape
    columns = []
    for i in range(B):
        for j in range(H):
            h, column = h_0[i, j], []
            for t in range(T):
                h = a[t, i, j] * h + b[t, i, j]
                column.append(h)
            columns.append(torch.stack(column))
    return torch.stack(columns, 1).reshape(T, B, H)
