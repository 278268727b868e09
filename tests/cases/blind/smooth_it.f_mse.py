import torch
import torch.nn.functional as F
def smooth_it(w,b,x,t):
    return F.mse_loss(input=torch.special.expit(w*x+b),target=t,reduction="mean")
