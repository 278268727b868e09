# fmt: off
import torch as t
def slower_and_slower(model,optimizer,loss_fn,batches,epochs,factor):
 rates=[];group,=optimizer.param_groups
 for(epoch)in range(epochs):
  group['lr']=group['lr']*(factor if epoch else 1) ; rates.append( group['lr'] )
  for X,y in iter(batches): optimizer.zero_grad();t.autograd.backward(loss_fn(model(X),y));optimizer.step()
 return rates
