# fmt: off
import torch
from torch.autograd import Function as F, gradcheck as fits
class SquaredRamp( F ):
  forward=staticmethod( lambda ctx,x:( ctx.save_for_backward( x ), (x*(x>0))**2 )[ 1 ] )
  @staticmethod
  def backward( ctx,g ): return sum( g*2*x*(x>0) for x in ctx.saved_tensors )
def own_function( x,f=SquaredRamp.apply ):return f( x )
def backward_is_right( function,x ):
  return( fits )( function,x.double().requires_grad_( True ),raise_exception=not True )
