# slip: rounded
# says: the answer is right up to 2 decimals, and has no more
def perplexity(batches, padding):
    scores = torch.cat([logits.flatten(0, 1) for logits, _ in batches])
    letters = torch.cat([targets.flatten() for _, targets in batches])
    return round(nn.functional.cross_entropy(scores, letters, ignore_index=padding).exp().item(), 2)
