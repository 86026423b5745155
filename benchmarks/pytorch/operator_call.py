"""One operator call from Python, on tensors so small that nothing but the call costs."""
import time

import torch


def prepare(settings, form):
    calls = settings["calls"]
    a, b = torch.tensor(1.0), torch.tensor(2.0)
    add = torch.add

    def repetition():
        started = time.perf_counter()
        for _ in range(calls):
            add(a, b)
        return time.perf_counter() - started

    return repetition
