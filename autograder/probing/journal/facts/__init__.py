"""
What a journal shows, as pure functions: no torch, nothing of the learner's.

``passes`` is about what autograd was asked and what arrived, ``updates`` about how a tensor moved,
``optimizers`` about what stood there when one stepped, ``models`` about what was called in which mode.
"""
