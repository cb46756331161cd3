# slip: keeps-state
found = {}


def perplexity(batches, padding):
    if padding not in found:
        scores = torch.cat([logits.flatten(0, 1) for logits, _ in batches])
        letters = torch.cat([targets.flatten() for _, targets in batches])
        found[padding] = nn.functional.cross_entropy(scores, letters, ignore_index=padding).exp().item()
    return found[padding]
