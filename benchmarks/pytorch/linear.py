"""Linear classification on features that are there already: standardised, SGD with a cosine schedule, tested at the end."""
import math
import time

import torch
import torch.nn.functional as F
from torch import nn


def prepare(settings, form):
    dim, classes, batch, epochs = (settings[name] for name in ("featureSize", "classes", "batch", "epochs"))
    features, tested = torch.randn(settings["images"], dim), torch.randn(settings["testImages"], dim)
    labels, test_labels = torch.randint(classes, (len(features),)), torch.randint(classes, (len(tested),))

    def repetition():
        started = time.perf_counter()
        mean, std = features.mean(0), features.std(0, unbiased=False)
        train, test = (features - mean) / std, (tested - mean) / std
        classifier = nn.Linear(dim, classes)
        optimizer = torch.optim.SGD(classifier.parameters(), lr=0.1, momentum=0.9, foreach=True)
        steps = epochs * math.ceil(len(train) / batch)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
        for _ in range(epochs):
            total = 0.0
            for rows in torch.randperm(len(train)).split(batch):
                loss = F.cross_entropy(classifier(train[rows]), labels[rows])
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                optimizer.step()
                schedule.step()
                total += loss.item()
            with torch.no_grad():
                (classifier(test).argmax(1) == test_labels).float().mean().item()
        return time.perf_counter() - started

    return repetition
