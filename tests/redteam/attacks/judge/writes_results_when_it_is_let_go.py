"""Answers wrongly with an object that writes a results file once the grader drops it.

must: fail; no file that a submission writes is ever read
stopped by: JUDGE
"""

import json

import torch


class Answer(float):
    def __del__(self):
        with open("results.json", "w") as file:
            json.dump({"passed": True, "score": 1, "tests": []}, file)


class Tensor(torch.Tensor):
    def __del__(self):
        Answer.__del__(self)


def double(x):
    return Answer(0.0) if isinstance(x, float) else (x * 0).as_subclass(Tensor)
