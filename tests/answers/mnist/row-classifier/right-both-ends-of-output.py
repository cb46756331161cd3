# right
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size, bidirectional=True)
        self.head = nn.Linear(2 * hidden_size, num_classes)

    def forward(self, rows):
        output, _ = self.rnn(rows)
        H = output.shape[-1] // 2
        return self.head(torch.cat([output[-1, :, :H], output[0, :, H:]], dim=1))
