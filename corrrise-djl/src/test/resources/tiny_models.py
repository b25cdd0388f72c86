"""Writes the small models that the tests run, each of fixed weights that look random.

    python3 tiny_models.py

Made with PyTorch 1.13 (Debian's python3-torch): an older format, which newer engines read.
"""

import torch


class Embedder(torch.nn.Module):
    """[N,3,H,W] to [N,6]; height and width multiples of 3."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(7)
        self.convolution = torch.nn.Conv2d(3, 4, 3, padding=1)
        self.linear = torch.nn.Linear(4 * 3 * 3, 6)

    def features(self, faces):
        return torch.relu(self.convolution(faces))

    def forward(self, faces):
        pooled = torch.nn.functional.adaptive_avg_pool2d(self.features(faces), (3, 3))
        return self.linear(torch.flatten(pooled, 1))


class FeatureMaps(Embedder):
    """The convolution alone: [N,4,H,W]."""

    def forward(self, faces):
        return self.features(faces)


class TwoOutputs(torch.nn.Module):
    """The embedding and its doubled self."""

    def __init__(self):
        super().__init__()
        self.embedder = Embedder()

    def forward(self, faces):
        embedding = self.embedder(faces)
        return embedding, 2 * embedding


class NamedOutputs(TwoOutputs):
    """The same two by name."""

    def forward(self, faces):
        embedding = self.embedder(faces)
        return {"embedding": embedding, "doubled": 2 * embedding}


class Integers(TwoOutputs):
    """The embedding as whole numbers."""

    def forward(self, faces):
        return self.embedder(faces).long()


class InPlace(TwoOutputs):
    """Doubles its input where it stands, as models that normalise in place do."""

    def forward(self, faces):
        return self.embedder(faces.mul_(2))


class Interleaved(TwoOutputs):
    """Takes [N,H,W,3]."""

    def forward(self, faces):
        return self.embedder(faces.permute(0, 3, 1, 2))


MODELS = {
    "embedder": Embedder,
    "feature-maps": FeatureMaps,
    "two-outputs": TwoOutputs,
    "named-outputs": NamedOutputs,
    "integers": Integers,
    "in-place": InPlace,
    "interleaved": Interleaved,
}

for name, model in MODELS.items():
    scripted = torch.jit.script(model().eval())
    if name == "named-outputs":
        scripted.save(name + ".pt")
        continue
    # A trace carries no source of PyTorch's own modules.
    shape = (2, 12, 9, 3) if name == "interleaved" else (2, 3, 12, 9)
    torch.jit.trace(model().eval(), torch.zeros(shape), check_trace=False).save(name + ".pt")

torch.onnx.export(
    Embedder().eval(),
    torch.zeros(1, 3, 12, 9),
    "embedder.onnx",
    input_names=["face"],
    output_names=["embedding"],
    dynamic_axes={"face": {0: "N"}, "embedding": {0: "N"}},
    opset_version=13,
)
