# slip: part-not-used
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size, num_layers=2)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        _, (h_n, _) = self.rnn(rows)
        return self.head(h_n[0])
