# right
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def copy_weights(cells, layer):
    """Everything as one long vector."""
    vector = parameters_to_vector(weight for cell in cells for weight in cell.parameters())
    vector_to_parameters(vector.detach().clone(), layer.parameters())
    return layer
