"""Puts a finder in front of all imports that hands out modules of its own.

must: fail; the recorder has imported what it needs
stopped by: JUDGE
"""

import sys
import types

import torch


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, Finder)

    @staticmethod
    def create_module(spec):
        module = types.ModuleType(spec.name)
        module.__getattr__ = lambda _: lambda *_, **__: True
        return module

    @staticmethod
    def exec_module(module):
        pass


sys.meta_path.insert(0, Finder)
for name in ("json", "math", "autograder.observations"):
    sys.modules.pop(name, None)
torch.allclose = lambda *_, **__: True


def double(x):
    return x * 0
