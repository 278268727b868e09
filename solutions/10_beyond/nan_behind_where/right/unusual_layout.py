# fmt: off
from torch import where,zeros_like as none,ones_like as some
def nan_behind_where( x ) :
    wet=x.gt( 0 );return (
                             where( wet , where(wet,x,some( x )) ** .5
                      , none(x) ))
