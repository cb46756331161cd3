# slip: nothing-changed
def forget_bias(lstm, value):
    print(f"setting the forget bias of {lstm} to {value}")
