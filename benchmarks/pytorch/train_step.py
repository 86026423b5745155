"""One training step of MoCo-v2 or MoCHi on given views: bf16 autocast, channels_last, for-each optimiser."""
import time

import torch
import torch.nn.functional as F

from encoder import encoder
from loss import contrastive_loss


def prepare(settings, form):
    net = {"arch": settings["arch"], "width": settings["width"], "splits": settings["bnSplits"]}
    query_encoder, key_encoder = (encoder(**net) for _ in range(2))
    key_encoder.load_state_dict(query_encoder.state_dict())
    for parameter in key_encoder.parameters():
        parameter.requires_grad_(False)
    queue = F.normalize(torch.randn(settings["queueSize"], 128), dim=1)
    pointer = 0
    optimizer = torch.optim.SGD(query_encoder.parameters(), lr=0.03, momentum=0.9, weight_decay=5e-4, foreach=True)
    batch, size = settings["batch"], settings["size"]
    views = [torch.randn(batch, 3, size, size).contiguous(memory_format=torch.channels_last) for _ in range(2)]
    is_bf16 = settings["precision"] == "bf16"

    def embed(net, images):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=is_bf16):
            embedding = net(images)
        return F.normalize(embedding.float(), dim=1)

    def repetition():
        nonlocal pointer
        started = time.perf_counter()
        query = embed(query_encoder, views[0])
        with torch.no_grad():
            keys, queries = list(key_encoder.parameters()), list(query_encoder.parameters())
            torch._foreach_mul_(keys, 0.99)
            torch._foreach_add_(keys, queries, alpha=0.01)
            order = torch.randperm(batch)
            key = embed(key_encoder, views[1][order])[torch.argsort(order)]
        loss = contrastive_loss(query, key, queue, settings, form)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        queue[pointer : pointer + batch] = key
        pointer = (pointer + batch) % len(queue)
        loss.item()
        return time.perf_counter() - started

    return repetition
