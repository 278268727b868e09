import torch


class Flow(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        flow = x.clamp(min=0).sqrt()
        ctx.save_for_backward(flow)
        return flow

    @staticmethod
    def backward(ctx, gradient):
        (flow,) = ctx.saved_tensors
        return torch.where(flow > 0, gradient / (2 * flow), 0.0)


def nan_behind_where(x):
    return Flow.apply(x)
