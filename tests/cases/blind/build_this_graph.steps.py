import torch

def build_this_graph(w, x, b):
    szorzat = x.mul(w)
    osszeg = b.add(szorzat)
    eredmeny = osszeg.tanh()
    return eredmeny

if __name__ == "__main__":
    w, b = (torch.tensor(v, requires_grad=True) for v in (0.5, -1.0))
    print(build_this_graph(w, torch.tensor(2.0), b).grad_fn)
