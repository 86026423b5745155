"""From JPEG files to two augmented views each, by PIL and torchvision."""
import time
from pathlib import Path

import torch
from PIL import Image

from augmentation import moco_v2


def load(path):
    with open(path, "rb") as file:
        return Image.open(file).convert("RGB")


def prepare(settings, form):
    paths = sorted(Path(settings["folder"]).glob("*.jpg"))
    transform = moco_v2(settings["size"])

    def views(path):
        image = load(path)
        return transform(image), transform(image)

    def repetition():
        started = time.perf_counter()
        query, key = zip(*map(views, paths))
        torch.stack(query)
        torch.stack(key)
        return time.perf_counter() - started

    return repetition
