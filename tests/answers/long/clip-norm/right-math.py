# right
import math


def clip_norm(parameters, max_norm):
    parameters = tuple(parameters)
    total = 0.0
    for parameter in parameters:
        if parameter.grad is None:
            continue
        for number in parameter.grad.flatten().tolist():
            total += number * number
    norm = math.sqrt(total)
    if norm > max_norm:
        for parameter in parameters:
            if parameter.grad is not None:
                parameter.grad.data *= max_norm / norm
    return norm
