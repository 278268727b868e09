# fmt: off
import torch as t
def resume_and_classify(model,optimizer,checkpoint,batches,epochs,X_new):
 m,o,k=(checkpoint[x]for x in('model','optimizer','epoch'));model.load_state_dict(m);optimizer.load_state_dict(o)
 for(k)in range(k,epochs):
  for X,y in iter(batches): optimizer.zero_grad();t.autograd.backward(t.nn.functional.cross_entropy(model . train( )(X),y));optimizer.step()
 with t.no_grad( ) : c=model . eval( )( X_new ) . topk( 1 ) . indices . flatten( )
 return c,{'epoch':k+1,'optimizer':optimizer.state_dict(),'model':model.state_dict()}
