"""The learner's process: how it is made, locked in, and what it is made to look like.

Everything here runs in the zygote, which knows no secret, or in a child, beside the learner's code.
"""
