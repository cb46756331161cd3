# right
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.hidden_size = hidden_size
        self.cell = nn.LSTMCell(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        h = torch.zeros(rows.shape[1], self.hidden_size)
        c = torch.zeros_like(h)
        for row in rows:
            h, c = self.cell(row, (h, c))
        return self.head(h)
