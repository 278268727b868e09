import torch

def peek_inside(warm, judge, w):
    homero = []
    levego = warm(w)
    levego.register_hook(lambda g: homero.append(g.clone()))
    veszteseg = judge(levego)
    veszteseg.backward()
    return homero[-1]
