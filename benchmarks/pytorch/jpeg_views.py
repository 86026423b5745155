"""JPEG files to two MoCo-v2 views each by torchvision and PIL on one core: the peer of benchmarks/jpeg.ts.

Reads {"folder", "size"} from the command line; answers each line on standard input, `decode` or `views`, with the seconds
of processor time that all files took.
"""
import json
import random
import sys
import time
from pathlib import Path

import torch
from PIL import Image, ImageFilter
from torchvision import transforms


class GaussianBlur:
    """As MoCo-v2's authors blur: PIL's filter with a radius drawn from U(0.1, 2)."""

    def __call__(self, image):
        return image.filter(ImageFilter.GaussianBlur(radius=random.uniform(0.1, 2.0)))


def moco_v2(size):
    return transforms.Compose([
        transforms.RandomResizedCrop(size, scale=(0.2, 1.0)),
        transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8),
        transforms.RandomGrayscale(p=0.2),
        transforms.RandomApply([GaussianBlur()], p=0.5),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),
    ])


def load(path):
    with open(path, "rb") as file:
        return Image.open(file).convert("RGB")


def main():
    config = json.loads(sys.argv[1])
    torch.set_num_threads(1)
    paths = sorted(Path(config["folder"]).glob("*.jpg"))
    transform = moco_v2(config["size"])
    for line in sys.stdin:
        started = time.process_time()
        if line.strip() == "decode":
            for path in paths:
                load(path)
        else:
            pairs = [(transform(image), transform(image)) for image in map(load, paths)]
            for view in zip(*pairs):
                torch.stack(view)
        print(time.process_time() - started, flush=True)


main()
