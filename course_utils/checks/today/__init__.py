"""The exercises of lesson 09: recurrence that can be computed in parallel.

The oracles are loops over h_t = a_t * h_(t-1) + b_t; tests compare them with exact fractions. The minGRU is that of
Feng et al., "Were RNNs All We Needed?" (https://arxiv.org/abs/2410.01201), with z as PyTorch's GRU has it.
"""

NUMBER = 9  # of the lesson
EXERCISES = ("combine", "scan", "min_gru", "kernel", "carry", "kept")
