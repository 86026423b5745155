"""MoCo-v2's training step in plain, competent PyTorch: the peer that benchmarks/train-step.ts is measured against.

Reads one JSON object from the command line, then answers every line on standard input with the seconds of one step.
ResNet with a CIFAR stem, bf16 autocast, channels_last, split batch norm by slices, queue, momentum encoder, SGD.
"""
import json
import sys
import time

import torch
import torch.nn.functional as F
import torchvision
from torch import nn


class SplitBatchNorm(nn.BatchNorm2d):
    """Statistics per slice of the batch axis, as shuffled BN has them per device; channels_last is kept."""

    splits = 1

    def forward(self, x):
        if not self.training or self.splits == 1:
            return super().forward(x)
        means = self.running_mean.expand(self.splits, -1).clone()
        variances = self.running_var.expand(self.splits, -1).clone()
        out = torch.cat([
            F.batch_norm(part, means[i], variances[i], self.weight, self.bias, True, self.momentum, self.eps)
            for i, part in enumerate(x.split(x.shape[0] // self.splits))
        ])
        self.running_mean.copy_(means.mean(0))
        self.running_var.copy_(variances.mean(0))
        return out


def encoder(arch, width, splits):
    SplitBatchNorm.splits = splits
    layers = {"resnet18": [2, 2, 2, 2], "resnet10": [1, 1, 1, 1]}[arch]
    net = torchvision.models.ResNet(torchvision.models.resnet.BasicBlock, layers, norm_layer=SplitBatchNorm)
    net.inplanes = width
    net.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
    net.bn1 = SplitBatchNorm(width)
    net.maxpool = nn.Identity()
    block = torchvision.models.resnet.BasicBlock
    for stage, count in enumerate(layers):
        setattr(net, f"layer{stage + 1}", net._make_layer(block, width * 2**stage, count, stride=1 if stage == 0 else 2))
    features = width * 8
    net.fc = nn.Sequential(nn.Linear(features, features), nn.ReLU(), nn.Linear(features, 128))
    return net.to(memory_format=torch.channels_last)


def main():
    config = json.loads(sys.argv[1])
    torch.manual_seed(0)
    torch.set_num_threads(config["threads"])
    query, key = (encoder(config["arch"], config["width"], config["splits"]) for _ in range(2))
    key.load_state_dict(query.state_dict())
    for parameter in key.parameters():
        parameter.requires_grad_(False)
    queue = F.normalize(torch.randn(config["queue"], 128), dim=1)
    pointer = 0
    optimizer = torch.optim.SGD(query.parameters(), lr=0.06, momentum=0.9, weight_decay=5e-4, foreach=True)
    batch, size = config["batch"], config["size"]
    views = [torch.randn(batch, 3, size, size).contiguous(memory_format=torch.channels_last) for _ in range(2)]
    target = torch.zeros(batch, dtype=torch.long)
    bf16 = config["precision"] == "bf16"
    for _ in sys.stdin:
        started = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            q = query(views[0])
        q = F.normalize(q.float(), dim=1)
        with torch.no_grad():
            torch._foreach_mul_(list(key.parameters()), 0.99)
            torch._foreach_add_(list(key.parameters()), list(query.parameters()), alpha=0.01)
            order = torch.randperm(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
                k = key(views[1][order])
            k = F.normalize(k.float(), dim=1)[torch.argsort(order)]
        logits = torch.cat([(q * k).sum(1, keepdim=True), q @ queue.t()], 1) / 0.2
        loss = F.cross_entropy(logits, target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        queue[pointer : pointer + batch] = k
        pointer = (pointer + batch) % config["queue"]
        loss.item()
        print(time.perf_counter() - started, flush=True)


main()
