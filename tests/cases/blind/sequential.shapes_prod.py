import math
from torch import nn
def sequential(inputs, hidden):
    layers = [nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, out_features=1)]
    m = nn.Sequential(*layers)
    n = 0
    for t in m.state_dict().values(): n += math.prod(t.shape)
    return m, n
