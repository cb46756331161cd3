# slip: super-init-missing
# says: Begin __init__ with super().__init__().
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        return self.head(self.rnn(rows)[0][-1])
