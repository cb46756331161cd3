"""The exercises of lesson 05: sequences of different lengths.

The oracles are the functions of torch.nn.utils.rnn and torch.nn's own layers, documented at
https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html. Padding is random
numbers wherever it is given: an answer that lets it in is wrong, and an answer that is right does not depend on how
much of it there is.
"""

NUMBER = 5  # of the lesson
EXERCISES = (
    "batch_sizes",
    "pack_by_hand",
    "encode",
    "last_step",
    "masked_loss",
    "masked_mean",
    "unpad_to",
    "collate",
    "labels_per_step",
)
