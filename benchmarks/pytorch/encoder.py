"""torchvision's ResNet with a CIFAR stem, a chosen width and MoCo-v2's projection head, in channels_last."""
import torch
import torch.nn.functional as F
import torchvision
from torch import nn


class SplitBatchNorm(nn.BatchNorm2d):
    """Statistics per slice of the batch, as on so many devices; channels_last is kept."""

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


def encoder(arch, width, dim=128, splits=1):
    SplitBatchNorm.splits = splits
    block = torchvision.models.resnet.BasicBlock
    layers = {"resnet18": [2, 2, 2, 2], "resnet10": [1, 1, 1, 1]}[arch]
    net = torchvision.models.ResNet(block, layers, norm_layer=SplitBatchNorm)
    net.inplanes = width
    net.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
    net.bn1 = SplitBatchNorm(width)
    net.maxpool = nn.Identity()
    for stage, count in enumerate(layers):
        made = net._make_layer(block, width * 2**stage, count, stride=1 if stage == 0 else 2)
        setattr(net, f"layer{stage + 1}", made)
    features = width * 8
    net.fc = nn.Sequential(nn.Linear(features, features), nn.ReLU(), nn.Linear(features, dim))
    return net.to(memory_format=torch.channels_last)
