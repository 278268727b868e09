# fmt: off
import copy as c
def stop_early(model,train_epoch,validate,epochs,patience):
 L=[];k=0
 for(e)in range(epochs):
  train_epoch(model);L+=[ validate( model ) ]
  if L[ -1 ]<=min(L) : k=e ; S=c.deepcopy( model . state_dict( ) )
  if e-k==patience : break
 model.load_state_dict(S) ; return L
