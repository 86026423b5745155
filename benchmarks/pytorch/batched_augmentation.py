"""MoCo-v2's augmentation of a whole batch by tensor operations; every image has draws of its own."""
import math

import torch
import torch.nn.functional as F

GREY = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)


def uniform(count, low, high):
    return torch.empty(count, 1, 1, 1).uniform_(low, high)


def chosen(count, probability):
    return torch.rand(count, 1, 1, 1) < probability


def grey(images):
    return (images * GREY).sum(1, keepdim=True)


def cropped(images, size):
    """Crops of 0.2 to 1 of the area and of ratio 3/4 to 4/3, half of them mirrored, by bilinear sampling."""
    count = len(images)
    area, log_ratio = torch.empty(count).uniform_(0.2, 1), torch.empty(count).uniform_(math.log(3 / 4), math.log(4 / 3))
    ratio = log_ratio.exp()
    width, height = (area * ratio).sqrt().clamp(max=1), (area / ratio).sqrt().clamp(max=1)
    left, top = torch.rand(count) * (1 - width), torch.rand(count) * (1 - height)
    mirror = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, 0], theta[:, 0, 2] = width * mirror, 2 * left + width - 1
    theta[:, 1, 1], theta[:, 1, 2] = height, 2 * top + height - 1
    grid = F.affine_grid(theta, (count, 3, size, size), align_corners=False)
    return F.grid_sample(images, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def shifted_hue(images, shift):
    """Turns the hue by `shift` of a circle."""
    high, argmax = images.max(1)
    low = images.min(1).values
    span = (high - low).clamp(min=1e-8)
    r, g, b = images.unbind(1)
    hue = torch.where(argmax == 0, (g - b) / span, torch.where(argmax == 1, 2 + (b - r) / span, 4 + (r - g) / span))
    hue = (hue / 6 + shift.view(-1, 1, 1)) % 1.0
    value, chroma = high, high - low
    phases = (torch.stack([hue + 5 / 6, hue + 3 / 6, hue + 1 / 6], 1) % 1.0) * 6
    return value.unsqueeze(1) - chroma.unsqueeze(1) * torch.minimum(phases, 4 - phases).clamp(0, 1)


def jittered(images):
    """Brightness, contrast, saturation, hue, in an order drawn for the batch; 80 % of the images."""
    count, before = len(images), images
    for kind in torch.randperm(4).tolist():
        if kind == 3:
            images = shifted_hue(images, uniform(count, -0.1, 0.1))
            continue
        factor = uniform(count, 0.6, 1.4)
        if kind == 0:
            images = images * factor
        else:
            anchor = grey(images).mean((2, 3), keepdim=True) if kind == 1 else grey(images)
            images = torch.lerp(anchor, images, factor)
        images = images.clamp(0, 1)
    return torch.where(chosen(count, 0.8), images, before)


def blurred(images):
    """A Gaussian of σ ~ U(0.1, 2) on half of the images, one axis after the other."""
    radius = 6  # 3 σ
    rows = chosen(len(images), 0.5).flatten().nonzero().flatten()
    if len(rows) == 0:
        return images
    part = images[rows]
    count, _, height, width = part.shape
    offsets = torch.arange(-radius, radius + 1.0)
    weights = torch.softmax(-offsets**2 / (2 * uniform(count, 0.1, 2).view(-1, 1) ** 2), 1).repeat_interleave(3, 0)
    flat = part.reshape(1, count * 3, height, width)
    for kernel, padding in ((weights[:, None, None, :], (radius, radius, 0, 0)), (weights[:, None, :, None], (0, 0, radius, radius))):
        flat = F.conv2d(F.pad(flat, padding, mode="replicate"), kernel, groups=count * 3)
    return images.index_copy(0, rows, flat.view_as(part))


def batched_views(pixels, size, mean, std):
    """uint8 [B, H, W, 3] → float32 [B, 3, size, size], normalised."""
    images = cropped(pixels.permute(0, 3, 1, 2).float().div_(255), size)
    images = jittered(images)
    images = torch.where(chosen(len(images), 0.2), grey(images).expand_as(images), images)
    images = blurred(images)
    return (images - torch.tensor(mean).view(1, 3, 1, 1)) / torch.tensor(std).view(1, 3, 1, 1)
