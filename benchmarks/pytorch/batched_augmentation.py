"""MoCo-v2's augmentation of a whole batch by tensor operations; every image has draws of its own."""
import math

import torch
import torch.nn.functional as F


def uniform(count, low, high):
    return torch.empty(count, 1, 1, 1).uniform_(low, high)


def chosen(count, probability):
    return torch.rand(count, 1, 1, 1) < probability


def grey(images):
    r, g, b = images.unbind(1)
    return (0.299 * r).add_(g, alpha=0.587).add_(b, alpha=0.114).unsqueeze(1)


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
    r, g, b = images.unbind(1)
    value, low = torch.maximum(torch.maximum(r, g), b), torch.minimum(torch.minimum(r, g), b)
    chroma = value - low
    inverse = (chroma + 1e-8).reciprocal_()
    # Sextants of the circle, from where the largest channel lies.
    hue = torch.where(value == r, (g - b).mul_(inverse), (b - r).mul_(inverse).add_(2))
    hue = torch.where((value == b) & (value != r) & (value != g), (r - g).mul_(inverse).add_(4), hue)
    hue = hue.add_(6 * shift.view(-1, 1, 1)).add_(12)
    channels = []
    for phase in (5, 3, 1):
        turned = (hue + phase).div_(6).frac_().mul_(6)
        channels.append(value - chroma * torch.minimum(turned, 4 - turned).clamp_(0, 1))
    return torch.stack(channels, 1)


def jittered(images):
    """Brightness, contrast, saturation, hue, in an order drawn for the batch; 80 % of the images."""
    rows = chosen(len(images), 0.8).flatten().nonzero().flatten()
    part = images[rows]
    for kind in torch.randperm(4).tolist():
        if kind == 3:
            part = shifted_hue(part, uniform(len(rows), -0.1, 0.1))
            continue
        factor = uniform(len(rows), 0.6, 1.4)
        if kind == 0:
            part = (part * factor).clamp_(0, 1)
        else:
            anchor = grey(part).mean((2, 3), keepdim=True) if kind == 1 else grey(part)
            part = torch.lerp(anchor, part, factor).clamp_(0, 1)
    return images.index_copy(0, rows, part)


def blurred(images):
    """A Gaussian of σ ~ U(0.1, 2) on half of the images, one axis after the other."""
    radius = 6  # 3 σ
    rows = chosen(len(images), 0.5).flatten().nonzero().flatten()
    part = images[rows]
    planes = 3 * len(rows)
    offsets = torch.arange(-radius, radius + 1.0)
    sigma = uniform(len(rows), 0.1, 2).view(-1, 1)
    weights = torch.softmax(-(offsets**2) / (2 * sigma**2), 1).repeat_interleave(3, 0)
    # Depthwise: half the time of a product with a matrix per image.
    flat = part.reshape(1, planes, *part.shape[2:])
    flat = F.conv2d(F.pad(flat, (radius, radius, 0, 0), mode="replicate"), weights[:, None, None, :], groups=planes)
    flat = F.conv2d(F.pad(flat, (0, 0, radius, radius), mode="replicate"), weights[:, None, :, None], groups=planes)
    return images.index_copy(0, rows, flat.view_as(part))


def batched_views(pixels, size, mean, std):
    """uint8 [B, H, W, 3] → float32 [B, 3, size, size], normalised."""
    images = cropped(pixels.permute(0, 3, 1, 2).contiguous().float().div_(255), size)
    images = jittered(images)
    rows = chosen(len(images), 0.2).flatten().nonzero().flatten()
    images.index_copy_(0, rows, grey(images[rows]).expand(-1, 3, -1, -1))
    images = blurred(images)
    return images.sub_(torch.tensor(mean).view(1, 3, 1, 1)).div_(torch.tensor(std).view(1, 3, 1, 1))
