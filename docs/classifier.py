"""Trains the playground's classifier of Fashion-MNIST: `python docs/classifier.py` writes playground/metrics/fashion-mnist.pt.

It needs the whole data set, test part too, as Debian's package dataset-fashion-mnist brings it. One thread, so that the
same seed gives the same weights on the same kind of processor.
"""

import sys
import time
from pathlib import Path

import torch
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parents[1]))

from playground.data import dataset  # noqa: E402  (the path comes first)
from playground.data.fetched import place, read_idx  # noqa: E402
from playground.metrics.classifier import SIDE, WEIGHTS, Classifier  # noqa: E402
from playground.networks.layers import initialise  # noqa: E402
from playground.training.draw import generator  # noqa: E402

NAME, EPOCHS, BATCH, RATE = "fashion-mnist", 10, 128, 4e-3


def batches(n, draws):
    return torch.randperm(n, generator=draws).split(BATCH)


def train(data, seed):
    """A classifier of the pictures and labels of a data set; Adam, its rate falling in a straight line after the first epoch."""
    network, draws = Classifier(len(data.classes)), generator(seed, "classifier/batches")
    initialise(network, generator(seed, "classifier/init"))
    adam = torch.optim.Adam(network.parameters(), RATE)
    total = EPOCHS * -(-len(data.tensor) // BATCH)
    falling = torch.optim.lr_scheduler.LambdaLR(adam, lambda i: min(1, (1 - i / total) * EPOCHS / (EPOCHS - 1)))
    for epoch in range(EPOCHS):
        for chosen in batches(len(data.tensor), draws):
            x = data.tensor[chosen]
            mirrored = torch.rand(len(x), 1, 1, 1, generator=draws) < 0.5
            loss = F.cross_entropy(network(torch.where(mirrored, x.flip(3), x)), data.labels[chosen])
            adam.zero_grad()
            loss.backward()
            adam.step()
            falling.step()
        print(f"epoch {epoch + 1}: loss {loss.item():.3f}, {time.process_time():.0f} s", file=sys.stderr)
    return network.eval()


@torch.no_grad()
def accuracy(network, data):
    """The share of the test part's 10,000 pictures that it names right."""
    labels = read_idx(place(NAME) / "t10k-labels-idx1-ubyte.gz").long()
    return float((network(data.unseen).argmax(1) == labels).float().mean())


def main(seed=0):
    torch.set_num_threads(1)
    data = dataset(f"{NAME}:size={SIDE}")
    network = train(data, seed)
    torch.save({key: value for key, value in network.state_dict().items() if "batches" not in key}, WEIGHTS[NAME])
    print(f"{accuracy(network, data):.4f} of the test part named right; {WEIGHTS[NAME].stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
