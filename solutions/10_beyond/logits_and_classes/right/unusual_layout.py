# fmt: off
import torch as T ; CE=T.nn.CrossEntropyLoss( reduction = 'mean' )
def logits_and_classes(model,X,y):
  z=model . forward( X ) ; g=z.detach( ).argmax( -1 )
  return [ CE( input=z,target=y ),g,sum( int(a==b)for a,b in zip(g.tolist( ),y.tolist( )) )/len( g ) ]
