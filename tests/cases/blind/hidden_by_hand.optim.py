import torch
def hidden_by_hand(X,y,W1,W2,lr,steps):
    o=torch.optim.SGD([W1,W2],lr=lr); L=[]
    for _ in range(steps):
        o.zero_grad(); l=(torch.tanh(torch.matmul(X,W1))@W2-y).pow(2).mean(); l.backward(); o.step(); L.append(l.item())
    return L
