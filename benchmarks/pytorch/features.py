"""Features of a data set by a frozen ResNet: normalisation, channels_last, bf16 autocast, no gradient."""
import time

import torch
from torch import nn

from augmentation import MEAN, STD, made_images
from encoder import encoder

BATCH = 500


def prepare(settings, form):
    pixels = made_images(settings["images"], settings["size"])
    net = encoder("resnet18", settings["width"])
    net.fc = nn.Identity()
    net.eval()
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD))
    is_bf16 = settings["precision"] == "bf16"

    def repetition():
        started = time.perf_counter()
        parts = []
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=is_bf16):
            for batch in pixels.split(BATCH):
                images = (batch.permute(0, 3, 1, 2).float() / 255 - mean) / std
                parts.append(net(images.contiguous(memory_format=torch.channels_last)).float())
        torch.cat(parts)
        return time.perf_counter() - started

    return repetition
