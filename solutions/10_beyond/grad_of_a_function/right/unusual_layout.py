# fmt: off
from torch.func import vmap as many,grad as slope
def grad_of_a_function(loss_of_one,w,X,y):
      return(many(
   slope( loss_of_one ),
 in_dims = ( None,0,0 ) , randomness = 'error' ) ) ( w , X , y )
