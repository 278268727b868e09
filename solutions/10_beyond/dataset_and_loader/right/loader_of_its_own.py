import itertools
import random

import torch
from torch.utils.data import DataLoader, Dataset, Sampler


class Shuffled(Sampler):
    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __iter__(self):
        order = list(range(self.count))
        random.shuffle(order)
        return iter(order)


class Calls(Dataset):
    def __init__(self, calls, birds):
        self.pairs = list(zip(calls, birds))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        return self.pairs[i]


class Collate:
    def __call__(self, pairs):
        rows = itertools.zip_longest(*(call.tolist() for call, _ in pairs), fillvalue=0.0)
        birds = torch.as_tensor([bird for _, bird in pairs])
        return torch.tensor(list(rows)).T, birds


class CallLoader(DataLoader):
    def __init__(self, dataset, batch_size):
        super().__init__(
            dataset,
            batch_size=batch_size,
            sampler=Shuffled(len(dataset)),
            collate_fn=Collate(),
        )


def dataset_and_loader(calls, birds, batch_size):
    return CallLoader(Calls(calls, birds), batch_size)
