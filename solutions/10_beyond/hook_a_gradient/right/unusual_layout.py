# fmt: off
import torch as t
def hook_a_gradient(h,limit,log):
   @ h . register_hook
   def handle( g ) :
       log.append( t.dist( g , t.zeros_like( g ) ).item( ) ) ; return t.where( g.abs( )>limit , g.sign( )*limit , g )
   return(handle)
