# slip: state-carried-over
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)
        self.state = None

    def forward(self, rows):
        output, (h, c) = self.rnn(rows, self.state)
        self.state = (h.detach(), c.detach())
        return self.head(output[-1])
