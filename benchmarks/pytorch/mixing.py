"""Loss and gradient of MoCHi in plain PyTorch: the peer of benchmarks/mixing.ts, in the forms of loss.py.

Reads one JSON object a line, {"form", "batch", "width", "size", "counts": [N, s, s']}, and answers with the seconds. The
form "plain" is InfoNCE without mixing.
"""
import functools
import json
import sys

import torch

from loss import prepare


@functools.lru_cache(maxsize=3)
def prepared(form, batch, width, size, counts):
    settings = {"batch": batch, "embeddingSize": width, "queueSize": size}
    if form != "plain":
        settings.update(zip(("hardest", "synthetic", "syntheticWithQuery"), counts))
    return prepare(settings, form)


torch.manual_seed(0)
torch.set_num_threads(int(sys.argv[1]))
for line in sys.stdin:
    wish = json.loads(line)
    repetition = prepared(**{**wish, "counts": tuple(wish["counts"])})
    print(repetition(), flush=True)
