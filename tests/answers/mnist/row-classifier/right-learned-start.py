# right
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.start = nn.Parameter(torch.zeros(1, 1, hidden_size))
        self.rnn = nn.GRU(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        output, _ = self.rnn(rows, self.start.expand(1, rows.shape[1], -1).contiguous())
        return self.head(output[-1])
