# right
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.w = nn.Parameter(torch.randn(input_size, hidden_size) / input_size**0.5)
        self.u = nn.Parameter(torch.randn(hidden_size, hidden_size) / hidden_size**0.5)
        self.v = nn.Parameter(torch.randn(hidden_size, num_classes) / hidden_size**0.5)

    def forward(self, rows):
        h = rows.new_zeros(rows.shape[1], self.u.shape[0])
        for row in rows:
            h = torch.tanh(row @ self.w + h @ self.u)
        return h @ self.v
