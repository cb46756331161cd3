# slip: ready-made
from course_utils import scans


def kernel(a, b):
    T, B, H = b.shape
    ones, zeros = torch.ones(1, H), torch.zeros(T - 1, H)
    powers = scans.scan(a.expand(T, H), torch.cat([ones, zeros]), torch.zeros(H))
    return powers, scans.scan(a.expand(T, B, H), b, torch.zeros(B, H))
