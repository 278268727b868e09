import torch

def switch_on(values):
    alap = torch.as_tensor(values, dtype=torch.float32)
    elso = torch.tensor(data=values, dtype=torch.float32, requires_grad=True)
    masodik = alap.clone()
    setattr(masodik, "requires_grad", True)
    harmadik = alap.clone().requires_grad_(requires_grad=True)
    return (elso, masodik, harmadik)

if __name__ == "__main__":
    for t in switch_on([1.0, 2.5]):
        print(t, t.is_leaf)
