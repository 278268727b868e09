# fmt: off
import torch
class Road:
    def __init__(self,f): self.f=f
    def __call__( self,x,*,times ) :
        y=self.f(x)
        while times: y=torch.autograd.grad(y,x,create_graph=True)[0];times-=1
        return y.detach().tolist()
def slope_of_slope(f,at): road=Road(f);x=torch.nn.Parameter(torch.as_tensor(at));return (road(x,times=1),road(x,times=2))
