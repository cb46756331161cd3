# rung: values
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.GRU(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        start = torch.randn(1, rows.shape[1], self.rnn.hidden_size)
        output, _ = self.rnn(rows, start)
        return self.head(output[-1])
