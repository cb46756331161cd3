# rung: edges
def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    rnn = nn.RNN(input_size, hidden_size, num_layers, bias=bias, bidirectional=bidirectional, device="meta")
    return int(torch.tensor([float(p.numel()) for p in rnn.parameters()]).sum())
