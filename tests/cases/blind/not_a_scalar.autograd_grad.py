import torch
def not_a_scalar(a,b,c,x,y,weights):
    f = lambda d: (d*x-y).square()
    n = len(x)
    ones = torch.ones(n)
    for dial, g in ((a, ones), (b, ones/n), (c, weights)):
        dial.grad, = torch.autograd.grad(f(dial), dial, grad_outputs=g)
