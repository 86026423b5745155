"""torchvision's ResNet with a CIFAR stem, a chosen width and MoCo-v2's projection head, in channels_last."""
import torch
import torchvision
from torch import nn


def encoder(arch, width, dim=128):
    block = torchvision.models.resnet.BasicBlock
    layers = {"resnet18": [2, 2, 2, 2], "resnet10": [1, 1, 1, 1]}[arch]
    net = torchvision.models.ResNet(block, layers)
    net.inplanes = width
    net.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
    net.bn1 = nn.BatchNorm2d(width)
    net.maxpool = nn.Identity()
    for stage, count in enumerate(layers):
        made = net._make_layer(block, width * 2**stage, count, stride=1 if stage == 0 else 2)
        setattr(net, f"layer{stage + 1}", made)
    features = width * 8
    net.fc = nn.Sequential(nn.Linear(features, features), nn.ReLU(), nn.Linear(features, dim))
    return net.to(memory_format=torch.channels_last)
