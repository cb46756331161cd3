# right
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.GRU(input_size, hidden_size, num_layers=3)
        self.head = nn.Linear(3 * hidden_size, num_classes)

    def forward(self, rows):
        _, h_n = self.rnn(rows)
        return self.head(h_n.transpose(0, 1).flatten(1))
