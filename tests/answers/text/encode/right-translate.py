# right
from collections import defaultdict

import torch
from torch.nn.utils.rnn import pad_sequence


def encode(texts, letters):
    table = defaultdict(lambda: 1, {letter: k for k, letter in enumerate(letters, 2)})
    return pad_sequence([torch.LongTensor([table[letter] for letter in text]) for text in texts])
