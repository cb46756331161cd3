"""The exercises of lesson 08: letters in, letters out.

The oracles are torch.nn's own layers and functions, documented at https://docs.pytorch.org/docs/stable/nn.html; that of
`sample` is softmax, and the draws of an answer are judged by how often each letter comes up.
"""

NUMBER = 8  # of the lesson
EXERCISES = ("encode", "next_char", "bigram", "perplexity", "sample", "generate")
