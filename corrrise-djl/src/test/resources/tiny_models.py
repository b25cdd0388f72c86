"""Writes the small models that the tests run, each of fixed weights that look random.

    python3 tiny_models.py [NAME ...]

With names those models alone.

Made with PyTorch 1.13 (Debian's python3-torch): an older format, which newer engines read.
"""

import sys

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


class Smooth(torch.nn.Module):
    """Without a kink; in training mode it drops half of what it computes, at random.

    16 channels: for fewer, oneDNN's derivative of a convolution of a batch was seen to be wrong.
    """

    def __init__(self):
        super().__init__()
        torch.manual_seed(11)
        self.kernel = torch.nn.Parameter(0.01 * torch.randn(16, 3, 3, 3))
        self.weight = torch.nn.Parameter(torch.randn(16 * 3 * 3, 6))

    def forward(self, faces):
        bent = torch.tanh(torch.conv2d(faces, self.kernel, None, [1, 1], [1, 1]))
        bent = torch.dropout(bent, 0.5, self.training)
        height, width = bent.size(2) // 3, bent.size(3) // 3
        pooled = bent.reshape(bent.size(0), 16, 3, height, 3, width).mean([3, 5])
        return torch.matmul(torch.flatten(pooled, 1), self.weight)


class Detached(TwoOutputs):
    """Has no derivative: the face is taken out of the graph."""

    def forward(self, faces):
        return self.embedder(faces.detach())


class SteepRoot(TwoOutputs):
    """A root whose slope at 0 is infinite, times 0: embeddings are finite, gradients NaN."""

    def forward(self, faces):
        nothing = torch.sqrt(0 * faces).sum()
        return self.embedder(faces) + 0 * nothing


SCRIPTED = ("named-outputs", "smooth")

MODELS = {
    "embedder": Embedder,
    "feature-maps": FeatureMaps,
    "two-outputs": TwoOutputs,
    "named-outputs": NamedOutputs,
    "integers": Integers,
    "in-place": InPlace,
    "interleaved": Interleaved,
    "smooth": Smooth,
    "training-mode": Smooth,
    "detached": Detached,
    "steep-root": SteepRoot,
}

wanted = sys.argv[1:] or [*MODELS, "onnx", "golden"]

for name in MODELS:
    if name not in wanted:
        continue
    model = MODELS[name]().train(name == "training-mode")
    if name in SCRIPTED:
        torch.jit.script(model).save(name + ".pt")
        continue
    # A trace carries no source of PyTorch's own modules.
    shape = (2, 12, 9, 3) if name == "interleaved" else (2, 3, 12, 9)
    torch.jit.trace(model, torch.zeros(shape), check_trace=False).save(name + ".pt")

if "onnx" in wanted:
    torch.onnx.export(
        Embedder().eval(),
        torch.zeros(1, 3, 12, 9),
        "embedder.onnx",
        input_names=["face"],
        output_names=["embedding"],
        dynamic_axes={"face": {0: "N"}, "embedding": {0: "N"}},
        opset_version=13,
    )

if "golden" in wanted:
    # The gradient that a test holds the engine's against, of the ramp in 0..255.
    grid = torch.stack(
        [
            torch.tensor([[(7 * r + 13 * c + 29 * k) % 256.0 for c in range(9)] for r in range(12)])
            for k in range(3)
        ]
    )
    face = grid[None].clone().requires_grad_(True)
    model = Smooth().eval()
    (model(face) * torch.tensor([1.0, -1.0, 0.5, 2.0, -2.0, 0.25])).sum().backward()
    print("embedding", model(face).tolist())
    for place in [(0, 0, 0), (1, 5, 4), (2, 11, 8), (2, 3, 7)]:
        print(place, face.grad[0][place].item())
    print("length", face.grad.norm().item())
