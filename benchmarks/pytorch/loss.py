"""Loss and gradient of MoCo-v2 and of MoCHi (N, s, s'), for embeddings that are there already.

MoCHi has two forms. "customary" is how it is written as a rule: gather both parents, lerp, normalise, einsum. "best" is
the best composition of ATen's operators that we found: the products with mixed vectors in closed form from the known
logits, one gather with gradient, the vectors' norms by weighted bags of two rows, a few queries at a time.
"""
import time

import torch
import torch.nn.functional as F

TEMPERATURE = 0.2
SHORTEST = 0.1  # below this norm the parents are nearly antipodal, and the closed form has no meaning
BAGS_AT_ONCE = 2**13


def draws(batch, settings):
    """Ranks of the parents among the hardest, never twice the same in a pair, and the shares α and β."""
    n, s, q = settings["hardest"], settings["synthetic"], settings["syntheticWithQuery"]
    first = torch.randint(n, (batch, s))
    second = (first + 1 + torch.randint(n - 1, (batch, s))) % n
    return first, second, torch.rand(batch, s), torch.randint(n, (batch, q)), torch.rand(batch, q) * 0.5


def mixed_customary(query, queue, logits, settings):
    with torch.no_grad():
        hardest = logits.topk(settings["hardest"], dim=1).indices
        first, second, alpha, partner, beta = draws(len(query), settings)
        n_i = queue[hardest.gather(1, first)]
        n_j = queue[hardest.gather(1, second)]
        pairs = F.normalize(torch.lerp(n_j, n_i, alpha.unsqueeze(2)), dim=2)
        n_k = queue[hardest.gather(1, partner)]
        with_query = F.normalize(torch.lerp(n_k, query.unsqueeze(1).expand_as(n_k), beta.unsqueeze(2)), dim=2)
    return [torch.einsum("bd,bsd->bs", query, pairs), torch.einsum("bd,bsd->bs", query, with_query)]


def mixed_best(query, queue, logits, settings):
    with torch.no_grad():
        hardest = logits.topk(settings["hardest"], dim=1, sorted=False).indices
        first, second, alpha, partner, beta = draws(len(query), settings)
        parents = hardest.gather(1, torch.cat([first, second, partner], 1))
        pairs = torch.stack(parents[:, : 2 * alpha.shape[1]].chunk(2, 1), 2)
        shares = torch.stack([alpha, 1 - alpha], 2)
        norms = torch.empty_like(alpha)
        at_once = max(1, BAGS_AT_ONCE // alpha.shape[1])
        for rows in torch.arange(len(query)).split(at_once):
            part = slice(int(rows[0]), int(rows[-1]) + 1)
            mixed = F.embedding_bag(
                pairs[part].reshape(-1, 2), queue, mode="sum", per_sample_weights=shares[part].reshape(-1, 2)
            )
            norms[part] = mixed.norm(dim=1).view(len(rows), -1)
        norms.clamp_(min=SHORTEST)
    known = logits.gather(1, parents)
    l_first, l_second, l_partner = known.split([alpha.shape[1], alpha.shape[1], beta.shape[1]], 1)
    pair_logits = torch.addcmul(l_first * (alpha / norms), l_second, (1 - alpha) / norms)
    with torch.no_grad():
        squared = beta**2 + (1 - beta) ** 2 + 2 * beta * (1 - beta) * l_partner
        inverse = squared.clamp(min=SHORTEST**2).rsqrt()
        on_query = beta * inverse
    own = (query * query.detach()).sum(1, keepdim=True)
    return [pair_logits, torch.addcmul(l_partner * ((1 - beta) * inverse), on_query, own)]


def contrastive_loss(query, key, queue, settings, form):
    logits = query @ queue.t()
    parts = [(query * key).sum(1, keepdim=True), logits]
    if settings.get("synthetic", 0) + settings.get("syntheticWithQuery", 0) > 0:
        mixed = mixed_best if form == "best" else mixed_customary
        parts += mixed(query, queue, logits, settings)
    target = torch.zeros(len(query), dtype=torch.long)
    return F.cross_entropy(torch.cat(parts, 1) / TEMPERATURE, target)


def prepare(settings, form):
    batch, dim = settings["batch"], settings["embeddingSize"]
    query = F.normalize(torch.randn(batch, dim), dim=1).requires_grad_()
    key = F.normalize(torch.randn(batch, dim), dim=1)
    queue = F.normalize(torch.randn(settings["queueSize"], dim), dim=1)

    def repetition():
        started = time.perf_counter()
        query.grad = None
        loss = contrastive_loss(query, key, queue, settings, form)
        loss.backward()
        loss.item()
        return time.perf_counter() - started

    return repetition
