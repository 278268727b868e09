# fmt: off
from copy import deepcopy as D
def save(model,optimizer,loss): return { "x":[ D( part . state_dict( ) )for part in ( model,optimizer ) ] , "l" : loss . item( ) }
def resume(model,optimizer,checkpoint):
  [ a.load_state_dict( b ) for a,b in zip( [model,optimizer],checkpoint["x"] ) ] ; return(checkpoint['l'])
