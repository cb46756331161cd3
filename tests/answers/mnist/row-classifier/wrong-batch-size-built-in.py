# slip: batch-size-built-in
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)
        self.state = None

    def forward(self, rows):
        if self.state is None:
            zeros = torch.zeros(1, rows.shape[1], self.rnn.hidden_size)
            self.state = (zeros, zeros)
        output, _ = self.rnn(rows, self.state)
        return self.head(output[-1])
