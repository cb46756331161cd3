"""The exercises of lesson 05: sequences of different lengths.

The oracles are the functions of torch.nn.utils.rnn and torch.nn's own layers, documented at
https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html. Padding in arguments
consists of random numbers. An answer that uses it is wrong; a right one depends neither on it nor on its length.
"""

NUMBER = 5  # of the lesson
EXERCISES = (
    "last_step",
    "batch_sizes",
    "pack_by_hand",
    "unpad_to",
    "encode",
    "masked_mean",
    "masked_loss",
    "labels_per_step",
    "collate",
)
