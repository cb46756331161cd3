# right
from course_utils.text import Lanes


def next_char(ids, batch):
    lanes = Lanes(ids, batch, len(ids))[0]
    return lanes[:-1], lanes[1:]
