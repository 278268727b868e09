import torch
def dims_0_to_4( value,n,c,h,w ):
    a=torch.zeros(())+value
    b=torch.ones(3)*value
    c_=torch.empty(2,3).fill_(value)
    d=torch.zeros(c,h,w).add_(value)
    e=d.unsqueeze(0).repeat(n,1,1,1)
    return [ a,b,c_,d,e ]
