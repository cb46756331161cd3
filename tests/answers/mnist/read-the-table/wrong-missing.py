# slip: missing


def read_the_table(first, second):
    raise NotImplementedError()
