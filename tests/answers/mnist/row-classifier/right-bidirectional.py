# right
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size, bidirectional=True)
        self.head = nn.Linear(2 * hidden_size, num_classes)

    def forward(self, rows):
        _, (h_n, _) = self.rnn(rows)
        return self.head(torch.cat([h_n[-2], h_n[-1]], dim=-1))
