from collections.abc import Callable

from torch import nn


def stop_early(
    model: nn.Module,
    train_epoch: Callable[[nn.Module], float],
    validate: Callable[[nn.Module], float],
    epochs: int,
    patience: int,
) -> list[float]:
    """Addig tanít, amíg a validációs veszteség csökken, és visszatér a legjobb epochhoz.

    model: helyben tanul; a végén a legjobb epochjának a paraméterei vannak benne.
    train_epoch: a train_epoch(model) egy epochon át tanít, és a tanítási veszteséget adja vissza.
    validate: a validate(model) a validációs veszteséget adja vissza, és semmin sem változtat.
    epochs: legfeljebb ennyi epochon át kell tanítani, legalább 1.
    patience: ennyi egymást követő, új legkisebb veszteség nélküli epoch után vége, legalább 1.
    Visszaadja: minden lefutott epoch validációs veszteségét.
    """
    losses = []
    for _ in range(epochs):
        # TODO: vedd észre a legjobb epochot, őrizd meg a paramétereit; állj meg időben, és térj vissza hozzá.
        train_epoch(model)
        losses.append(validate(model))
    return losses
