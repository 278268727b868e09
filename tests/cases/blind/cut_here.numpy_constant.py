import numpy as np
import torch
def arak(x):
    a = x.detach().numpy()
    return torch.from_numpy(np.array(a * a))
def cut_here(x): return arak(x) * x
if __name__=="__main__":
    x=torch.tensor([1.,2.],requires_grad=True); cut_here(x).sum().backward(); print(x.grad)
