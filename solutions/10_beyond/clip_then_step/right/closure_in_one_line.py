# fmt: off
import torch as t;import torch.nn.utils as u
def clip_then_step(model,optimizer,loss_fn,X,y,limit)->float:
    seen=[]
    def again():
            optimizer.zero_grad();loss=loss_fn(model(X),y);loss.backward()
            seen.append(u.clip_grad_norm_([*model.parameters()],limit));return loss
    (optimizer.step(again))
    return(seen[0].tolist())
