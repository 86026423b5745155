"""Saving all that training would lose, by torch.save: written beside, synced and renamed; without a hash."""
import os
import time

import torch

from encoder import encoder


def prepare(settings, form):
    query, key = (encoder(settings["arch"], settings["width"]) for _ in range(2))
    optimizer = torch.optim.SGD(query.parameters(), lr=0.03, momentum=0.9)
    for parameter in query.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    queue = torch.randn(settings["queueSize"], 128)
    path = os.path.join(settings["folder"], "peer.pth")

    def repetition():
        started = time.perf_counter()
        state = {"query": query.state_dict(), "key": key.state_dict(), "optimizer": optimizer.state_dict(), "queue": queue}
        with open(f"{path}.writing", "wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{path}.writing", path)
        return time.perf_counter() - started

    return repetition
