"""Trains the network of a recipe of brnpa-train in PyTorch, as a user would write it.

pytorch_training.py RECIPE FOLDER EPOCHS THREADS prints the images a second of each epoch, a line each;
with EPOCHS 0 those of the DataLoader alone, without the network. FOLDER: pictures PPPP_*.jpg.
"""

import json
import os
import random
import sys
import time

import torch
import torchvision.transforms as transforms
from PIL import Image
from torch import nn
from torch.nn import functional

STAGES = ((1, 16, 1), (6, 24, 2), (6, 32, 3), (6, 64, 4), (6, 96, 3), (6, 160, 3), (6, 320, 1))
EPSILON = 1e-5
LOADING_EPOCHS = 10


class People(torch.utils.data.Dataset):
    def __init__(self, folder, recipe):
        names = sorted(name for name in os.listdir(folder) if name.endswith(".jpg"))
        people = sorted({name[:4] for name in names})
        validation = recipe["validation"]
        people = [person for i, person in enumerate(people) if i % validation["every"] != validation["offset"]]
        self.labels = [people.index(name[:4]) for name in names if name[:4] in people]
        self.paths = [os.path.join(folder, name) for name in names if name[:4] in people]
        self.classes = len(people)
        size = recipe["input"]["height"], recipe["input"]["width"]
        colors, augmentation = recipe["augmentation"]["colors"], recipe["augmentation"]
        self.transform = transforms.Compose([
            transforms.Resize(size),
            transforms.RandomHorizontalFlip(augmentation["flip"]),
            transforms.RandomApply([transforms.ColorJitter(colors["brightness"], colors["contrast"],
                                                           colors["saturation"])], colors["probability"]),
            transforms.ToTensor(),
            transforms.Normalize([value / 255 for value in recipe["input"]["mean"]],
                                 [value / 255 for value in recipe["input"]["std"]]),
            transforms.Pad(augmentation["pad"]),
            transforms.RandomCrop(size),
            transforms.RandomErasing(augmentation["erase"], (0.02, 0.4), (0.3, 3.3)),
        ])

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return self.transform(Image.open(self.paths[index]).convert("RGB")), self.labels[index]


class PeopleBatches(torch.utils.data.Sampler):
    """P people with K pictures each, as many batches as there are groups of K pictures for."""

    def __init__(self, labels, people, pictures):
        self.labels, self.people, self.pictures = labels, people, pictures

    def __len__(self):
        counts = [self.labels.count(person) for person in set(self.labels)]
        return sum(-(-count // self.pictures) for count in counts) // self.people

    def __iter__(self):
        groups = {}
        for index, person in random.sample(list(enumerate(self.labels)), len(self.labels)):
            groups.setdefault(person, []).append(index)
        groups = {person: [own[i : i + self.pictures] for i in range(0, len(own), self.pictures)]
                  for person, own in groups.items()}
        for _ in range(len(self)):
            most = sorted(groups, key=lambda person: (-len(groups[person]), random.random()))[: self.people]
            batch = []
            for person in most:
                group = groups[person].pop()
                batch += group + random.choices(group, k=self.pictures - len(group))
                if not groups[person]:
                    del groups[person]
            yield batch


def convolution(inputs, outputs, kernel=1, stride=1, groups=1):
    return [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        layers = [*convolution(inputs, hidden), nn.ReLU6(inplace=True)] if expansion != 1 else []
        self.layers = nn.Sequential(*layers, *convolution(hidden, hidden, 3, stride, hidden), nn.ReLU6(inplace=True),
                                    *convolution(hidden, outputs))
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.layers(x) if self.shortcut else self.layers(x)


class MobileNetV2(nn.Module):
    def __init__(self, strides, frozen):
        super().__init__()
        channels, self.frozen = 32, frozen
        stages = [nn.Sequential(*convolution(3, channels, 3, strides[0]), nn.ReLU6(inplace=True))]
        for (expansion, outputs, blocks), stride in zip(STAGES, strides[1:]):
            stage = []
            for block in range(blocks):
                stage.append(InvertedResidual(channels, outputs, stride if block == 0 else 1, expansion))
                channels = outputs
            stages.append(nn.Sequential(*stage))
        self.stages = nn.ModuleList(stages)
        for stage in self.stages[: frozen + 1 if frozen else 0]:
            stage.requires_grad_(False)

    def train(self, mode=True):
        super().train(mode)
        for stage in self.stages[: self.frozen + 1 if self.frozen else 0]:
            stage.eval()
        return self

    def forward(self, x):
        ends = []
        for stage in self.stages:
            x = stage(x)
            ends.append(x)
        return ends[1:]


def brnpa(features, parts):
    """The representative vectors, side by side: pixels are chosen without a gradient, so that its products are taken once
    for all parts instead of once for each."""
    pixels = features.flatten(2).transpose(1, 2)
    norms = pixels.norm(dim=2) + EPSILON

    def at(chosen):
        return pixels.gather(1, chosen[..., None].expand(-1, -1, pixels.shape[2]))

    def similarities(chosen):
        return at(chosen) @ pixels.transpose(1, 2) / (norms[:, None] * norms.gather(1, chosen)[..., None])

    with torch.no_grad():
        activity, seeds = norms, []
        for _ in range(parts):
            seeds.append(activity.argmax(1, keepdim=True))
            activity = activity * (1 - similarities(seeds[-1])[:, 0])
    similarity = similarities(torch.cat(seeds, 1))
    return (similarity / similarity.sum(2, keepdim=True) @ pixels).flatten(1)


class ReidNetwork(nn.Module):
    def __init__(self, recipe, classes):
        super().__init__()
        head, pyramid = recipe["head"], recipe["pyramid"]
        self.parts = head["num_parts"]
        self.backbone = MobileNetV2(recipe["backbone"]["strides"], recipe["backbone"]["frozen_stages"])
        self.levels = [number - 1 for number in pyramid["stages"]] + [len(self.backbone.stages) - 2]
        width = pyramid["channels"]
        self.laterals = nn.ModuleList(nn.Sequential(*convolution(STAGES[level][1], width)) for level in self.levels)
        self.smoothing = nn.Sequential(*convolution(width, width, 3, groups=width), nn.ReLU6(inplace=True))
        self.projection = nn.Sequential(*convolution(width, head["channels"]), nn.ReLU(inplace=True))
        self.neck = nn.BatchNorm1d(self.parts * head["channels"])
        self.neck.bias.requires_grad_(False)
        self.classifier = nn.Linear(self.parts * head["channels"], classes, bias=False)

    def forward(self, images):
        ends = self.backbone(images)
        levels = [lateral(ends[level]) for lateral, level in zip(self.laterals, self.levels)]
        x = levels.pop()
        while levels:
            x = functional.interpolate(x, size=levels[-1].shape[2:]) + levels.pop()
        vectors = brnpa(self.projection(self.smoothing(x)), self.parts)
        return vectors, self.classifier(self.neck(vectors))


def batch_hard_triplet(vectors, labels, margin):
    distances = torch.cdist(vectors, vectors)
    same = labels[:, None] == labels[None]
    farthest = distances.masked_fill(~same, 0).amax(1)
    nearest = distances.masked_fill(same, float("inf")).amin(1)
    return functional.relu(farthest - nearest + margin).mean()


def main():
    recipe_path, folder, epochs, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with open(recipe_path, encoding="utf-8") as file:
        recipe = json.load(file)
    torch.set_num_threads(threads)
    data = People(folder, recipe)
    batches = PeopleBatches(data.labels, recipe["sampler"]["identities"], recipe["sampler"]["images_per_identity"])
    loader = torch.utils.data.DataLoader(data, batch_sampler=batches, num_workers=threads, persistent_workers=True)
    if epochs == 0:
        for _ in range(1 + LOADING_EPOCHS):
            start = time.perf_counter()
            count = sum(len(labels) for _, labels in loader)
            print(count / (time.perf_counter() - start))
        return

    network = ReidNetwork(recipe, data.classes).to(memory_format=torch.channels_last).train()
    settings, loss_settings = recipe["optimizer"], recipe["loss"]
    backbone = [p for p in network.backbone.parameters() if p.requires_grad]
    rest = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("backbone.")]
    groups = [{"params": backbone, "lr": settings["learning_rate"]}, {"params": rest, "lr": settings["head_learning_rate"]}]
    # Since 2.4 there is a faster way for the CPU.
    fused = {"fused": True} if tuple(map(int, torch.__version__.split(".")[:2])) >= (2, 4) else {}
    optimizer = torch.optim.AdamW(groups, weight_decay=settings["weight_decay"], **fused)
    cross_entropy = nn.CrossEntropyLoss(label_smoothing=loss_settings["label_smoothing"])
    for _ in range(epochs):
        start, pictures = time.perf_counter(), 0
        for images, labels in loader:
            vectors, logits = network(images.contiguous(memory_format=torch.channels_last))
            loss = cross_entropy(logits, labels) + loss_settings["triplet_weight"] * batch_hard_triplet(
                vectors, labels, loss_settings["triplet_margin"])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            pictures += len(labels)
        print(pictures / (time.perf_counter() - start), flush=True)


if __name__ == "__main__":
    main()
