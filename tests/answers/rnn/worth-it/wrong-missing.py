# slip: missing
def worth_it(forecast, series, period):
    raise NotImplementedError()
