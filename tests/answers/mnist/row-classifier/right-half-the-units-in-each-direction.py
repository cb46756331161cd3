# right
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.GRU(input_size, hidden_size // 2, bidirectional=True)
        self.head = nn.Linear(hidden_size // 2 * 2, num_classes)

    def forward(self, rows):
        scores = self.head(torch.cat([h for h in self.rnn(rows)[1]], -1))
        return scores
