from dataclasses import dataclass
import torch


@dataclass
class Meroora:
    osszeg: float = 0.0
    darab: int = 0

    def be(self, ertek, n):
        self.osszeg += ertek * n
        self.darab += n

    @property
    def atlag(self):
        return self.osszeg / self.darab


def lepes(model, optimizer, loss_fn, X, y):
    optimizer.zero_grad(set_to_none=True)
    loss = loss_fn(model(X), y)
    loss.backward()
    optimizer.step()
    return loss.detach().item()


def epochs(model, optimizer, loss_fn, loader, count):
    naplo = []
    for epoch in range(count):
        ora = Meroora()
        for X, y in loader:
            ora.be(lepes(model, optimizer, loss_fn, X, y), X.size(0))
        naplo.append(ora.atlag)
    return naplo
