"""Loss and gradient of MoCHi in plain PyTorch: the peer of benchmarks/mixing.ts.

Reads one JSON object a line, {"form", "batch", "width", "size", "counts": [N, s, s']}, and answers {"ms"}.
Forms: "plain" InfoNCE; "customary": both parents gathered, interpolated, normalised, multiplied by einsum; "best": the
closed form from known logits, one gather of both parents, a few queries at a time.
"""
import functools
import json
import sys
import time

import torch
import torch.nn.functional as F

TEMPERATURE = 0.2


@functools.lru_cache(maxsize=1)
def points(batch, width, size):
    torch.manual_seed(0)
    unit = lambda count: F.normalize(torch.randn(count, width), dim=1)
    return unit(batch).requires_grad_(), unit(size), unit(batch)


def draws(batch, hardest, synthetic, with_query):
    i = torch.randint(hardest, (batch, synthetic))
    j = (i + 1 + torch.randint(hardest - 1, (batch, synthetic))) % hardest
    return i, j, torch.rand(batch, synthetic), torch.randint(hardest, (batch, with_query)), 0.5 * torch.rand(batch, with_query)


def customary(query, keys, logits, counts):
    hardest, synthetic, with_query = counts
    with torch.no_grad():
        top = logits.topk(hardest, dim=1).indices
        i, j, alpha, k, beta = draws(len(query), hardest, synthetic, with_query)
        alpha, beta = alpha.unsqueeze(2), beta.unsqueeze(2)
        first, second, third = (keys[top.gather(1, rank)] for rank in (i, j, k))
        pairs = F.normalize(alpha * first + (1 - alpha) * second, dim=2)
        mixed = F.normalize(beta * query.detach().unsqueeze(1) + (1 - beta) * third, dim=2)
    return torch.cat([torch.einsum("bd,bsd->bs", query, pairs), torch.einsum("bd,bsd->bs", query, mixed)], 1)


def best(query, keys, logits, counts):
    hardest, synthetic, with_query = counts
    with torch.no_grad():
        top = logits.topk(hardest, dim=1, sorted=False).indices
        i, j, alpha, k, beta = draws(len(query), hardest, synthetic, with_query)
        rows = torch.cat([top.gather(1, i), top.gather(1, j), top.gather(1, k)], 1)
        norms = []
        for part, shares in zip(rows[:, : 2 * synthetic].split(8), alpha.split(8)):
            parents = keys.index_select(0, part.reshape(-1)).view(len(part), 2, synthetic, -1)
            cosines = (parents[:, 0] * parents[:, 1]).sum(2)
            norms.append(shares**2 + (1 - shares) ** 2 + 2 * shares * (1 - shares) * cosines)
        norms = torch.cat(norms).clamp_min_(1e-12).sqrt_()
    first, second, third = logits.gather(1, rows).split([synthetic, synthetic, with_query], 1)
    pairs = (alpha / norms) * first + ((1 - alpha) / norms) * second
    self_product = (query * query.detach()).sum(1, keepdim=True)
    with torch.no_grad():
        lengths = (beta**2 + (1 - beta) ** 2 + 2 * beta * (1 - beta) * third).clamp_min_(1e-12).sqrt_()
    return torch.cat([pairs, (beta * self_product + (1 - beta) * third) / lengths], 1)


def step(form, batch, width, size, counts):
    query, keys, key = points(batch, width, size)
    started = time.perf_counter()
    positive = (query * key).sum(1, keepdim=True)
    logits = query @ keys.t()
    parts = [positive, logits]
    if form != "plain":
        parts.append({"customary": customary, "best": best}[form](query, keys, logits, counts))
    loss = F.cross_entropy(torch.cat(parts, 1) / TEMPERATURE, torch.zeros(batch, dtype=torch.long))
    torch.autograd.grad(loss, query)
    return 1000 * (time.perf_counter() - started)


torch.set_num_threads(int(sys.argv[1]))
for line in sys.stdin:
    print(json.dumps({"ms": step(**json.loads(line))}), flush=True)
