import torch
def view_is_not_transpose(batch): return torch.einsum("rc->cr", batch).contiguous()
if __name__=="__main__": print(view_is_not_transpose(torch.arange(6.).view(2,3)))
