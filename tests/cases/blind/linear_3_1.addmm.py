import torch
import torch.nn.functional as F
def linear_3_1(X, W, b): return F.linear(input=X, weight=W.T, bias=b)
if __name__ == "__main__": print(linear_3_1(torch.ones(2,3), torch.ones(3,1), torch.zeros(1)).shape)
