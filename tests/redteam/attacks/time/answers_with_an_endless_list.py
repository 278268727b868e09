"""Returns a list that contains itself, and one too long to read.

must: be described in short
stopped by: CLOCK
seconds: 3
"""


class Endless(list):
    def __iter__(self):
        while True:
            yield 0

    def __len__(self):
        while True:
            pass

    def __eq__(self, other):
        while True:
            pass

    def __array__(self, *_):
        while True:
            pass


def double(x):
    loop = Endless()
    loop.append(loop)
    return loop
