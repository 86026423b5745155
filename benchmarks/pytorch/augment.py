"""MoCo-v2's augmentation as torchvision and PIL do it: the peer that benchmarks/augment.ts is measured against.

Reads one JSON object from the command line, {"size": 224, "height": 375, "width": 500, "images": 16, "blur": true}, then
answers every line on standard input with the processor seconds that one view of every image took. One thread, images
decoded beforehand, the views left as separate tensors.
"""
import json
import random
import sys
import time

import numpy
import torch
from PIL import Image, ImageFilter
from torchvision import transforms


class GaussianBlur:
    """The blur of SimCLR as MoCo's own code applies it: PIL's, with sigma from U(0.1, 2)."""

    def __call__(self, image):
        return image.filter(ImageFilter.GaussianBlur(radius=random.uniform(0.1, 2.0)))


def moco_v2(size, blur):
    return transforms.Compose([
        transforms.RandomResizedCrop(size, scale=(0.2, 1.0)),
        transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8),
        transforms.RandomGrayscale(p=0.2),
        *([transforms.RandomApply([GaussianBlur()], p=0.5)] if blur else []),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),
    ])


def main():
    config = json.loads(sys.argv[1])
    torch.set_num_threads(1)
    shape = (config["height"], config["width"], 3)
    draws = numpy.random.default_rng(0)
    images = [Image.fromarray(draws.integers(0, 256, shape, dtype=numpy.uint8)) for _ in range(config["images"])]
    augment = moco_v2(config["size"], config["blur"])
    for _ in sys.stdin:
        started = time.process_time()
        views = [augment(image) for image in images]
        print(time.process_time() - started, flush=True)
        del views


main()
