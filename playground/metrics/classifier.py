"""The playground's own classifier of Fashion-MNIST: what it sees in a picture, by which pictures are compared.

Small on purpose: it is no Inception network, and distances in its features are no FID. docs/classifier.py trains it.
"""

from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..networks.layers import FanIn

WEIGHTS = {"fashion-mnist": Path(__file__).with_name("fashion-mnist.pt")}
"""The data sets that have a classifier, and its weights."""
SIDE, FEATURES = 32, 64
"""Pixels of the pictures that it was trained on, and the numbers that it makes of each before it names the class."""
AT_ONCE = 1000
"""Pictures that are looked at together."""


class Classifier(nn.Module):
    """Pictures [n, 1, SIDE, SIDE] in [-1, 1] to the logits of their classes [n, classes]."""

    def __init__(self, classes):
        super().__init__()
        layers = []
        for before, after, stride in ((1, 16, 2), (16, 32, 2), (32, 64, 1)):
            layers += [FanIn(before, after, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
        self.look = nn.Sequential(*layers, nn.AvgPool2d(4), nn.Flatten(1), nn.Linear(64 * 2 ** 2, FEATURES), nn.ReLU())
        self.name = nn.Linear(FEATURES, classes)

    def forward(self, x):
        return self.name(self.look(x))


@lru_cache
def classifier(name: str) -> Classifier:
    """The trained classifier of a data set in WEIGHTS, ready to look."""
    weights = torch.load(WEIGHTS[name], weights_only=True)
    with torch.device("meta"):
        network = Classifier(len(weights["name.bias"]))
    network.load_state_dict(weights, assign=True)
    return network.eval().requires_grad_(False)


@torch.no_grad()
def features(name: str, pictures: Tensor) -> Tensor:
    """What the classifier of a data set sees in pictures [n, 1, size, size], enlarged where they are smaller than those it
    knows: [n, FEATURES] on the CPU.
    """
    look = classifier(name).look
    return torch.cat([look(_as_known(part)) for part in pictures.cpu().split(AT_ONCE)])


def _as_known(pictures):
    if pictures.shape[-1] == SIDE:
        return pictures
    return F.interpolate(pictures, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
