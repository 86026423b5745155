"""MoCo-v2's augmentation. "customary": torchvision on PIL images, one by one. "best": the whole batch as one tensor."""
import random
import time

import torch
import torch.nn.functional as F
from PIL import Image, ImageFilter
from torchvision import transforms

from batched_augmentation import batched_views

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class GaussianBlur:
    """PIL's blur with σ ~ U(0.1, 2), as MoCo-v2 has it."""

    def __call__(self, image):
        return image.filter(ImageFilter.GaussianBlur(radius=random.uniform(0.1, 2.0)))


def moco_v2(size, blur=True):
    return transforms.Compose([
        transforms.RandomResizedCrop(size, scale=(0.2, 1.0)),
        transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8),
        transforms.RandomGrayscale(p=0.2),
        *([transforms.RandomApply([GaussianBlur()], p=0.5)] if blur else []),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize(MEAN, STD),
    ])


def made_images(count, side):
    """Smooth noise, uint8 [count, side, side, 3]."""
    coarse = torch.rand(count, 3, max(2, side // 8), max(2, side // 8))
    smooth = F.interpolate(coarse, size=(side, side), mode="bilinear", align_corners=False)
    return (smooth.permute(0, 2, 3, 1) * 255).byte().contiguous()


def prepare(settings, form):
    pixels = made_images(settings["images"], settings["source"])
    size = settings["size"]
    if form == "best":
        def views():
            return batched_views(pixels, size, MEAN, STD)
    else:
        images = [Image.fromarray(image.numpy()) for image in pixels]
        transform = moco_v2(size)

        def views():
            return torch.stack([transform(image) for image in images])

    def repetition():
        started = time.perf_counter()
        views()
        return time.perf_counter() - started

    return repetition
