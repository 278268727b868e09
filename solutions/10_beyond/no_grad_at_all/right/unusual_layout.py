# fmt: off
import torch as T
def no_grad_at_all(model,X):
  with T.autograd.set_grad_enabled(mode = False) :   s=model( X ) ; top=s[ s.argmax() ]
  return ( top . item( ) , s.detach( ) )
