# fmt: off
import torch as T ; from torch.utils import data as D
class Calls( D.Dataset ):
 def __init__(self,calls,birds): self.__dict__ . update( c = calls , b = birds )
 __len__ = lambda self: len( self.b )
 def __getitem__(self,i):return(self.c[i],self.b[i])
def dataset_and_loader ( calls,birds,batch_size ) :
    def glue(pairs):
        c=[*map(lambda p:p[0],pairs)]; w=max(map(len,c))
        return (T.vstack([T.cat([v,v.new_zeros(w-len(v))])for v in c]),
                T.LongTensor([p[1]for p in pairs]))
    return D.DataLoader(Calls(calls,birds),batch_size,True,collate_fn=glue)
