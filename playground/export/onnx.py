"""A generator as ONNX (onnx.ai), for other programs and languages.

Inputs: `z` [n, latent_dim]; `label` [n], int64, where G is told classes; `noise` [n or 1, noise_inputs] where G has noise
layers, which may be left out and then is what `generate` takes. Output: `samples` [n, *shape], in the data's own units; of text
one-hot columns, whose alphabet is among the model's properties. n is free.

The graph is traced (torch.onnx's exporter by TorchScript): these networks have no control flow that depends on the numbers, and it
needs the package onnx alone, where the exporter by torch.export needs onnxscript too and takes twenty times as long.
"""

import copy
import json
import warnings
from io import BytesIO

import torch
from torch import nn

from playground.errors import PlaygroundError

OPSET = 17


class Exported(nn.Module):
    """G as a function of all its inputs, in the order of `names`, to samples in data units."""

    def __init__(self, generator):
        super().__init__()
        self.generator, self.module = generator, copy.deepcopy(generator.module)
        for tensor in (*self.module.parameters(), *self.module.buffers()):
            tensor.data = tensor.data.contiguous()
        self.names = ["z", *["label"] * bool(generator.classes), *["noise"] * bool(noises(generator.module))]

    def forward(self, z, *more):
        return self.generator.in_data_units(self.module(z, **dict(zip(self.names[1:], more))))


def make(generator):
    try:
        import onnx
    except ImportError as error:
        raise PlaygroundError("An ONNX file needs the package onnx: pip install onnx") from error
    exported, file = Exported(generator), BytesIO()
    examples = {"z": torch.zeros(2, generator.config.latent_dim), "label": torch.zeros(2, dtype=torch.long),
                "noise": torch.zeros(2, generator.noise_inputs)}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of being traced, which is meant
        torch.onnx.export(exported, tuple(examples[name] for name in exported.names), file, dynamo=False, opset_version=OPSET,
                          input_names=exported.names, output_names=["samples"],
                          dynamic_axes={name: {0: "noises" if name == "noise" else "n"} for name in (*exported.names, "samples")})
    model = onnx.load_from_string(file.getvalue())
    if noises(generator.module):  # an input with a value of its own may be left out
        usual = torch.cat([layer.usual.flatten() for layer in noises(generator.module)])[None]
        model.graph.initializer.append(onnx.numpy_helper.from_array(usual.numpy(), "noise"))
    config = generator.config
    onnx.helper.set_model_props(model, {
        "title": f"{config.recipe} on {config.data}", "config": config.to_json(), "steps": str(generator.step),
        "classes": json.dumps(generator.classes, ensure_ascii=False), "latent": config.latent,
        "alphabet": generator.data.alphabet})
    model.doc_string = __doc__.split("\n\n")[1].replace("\n", " ")
    onnx.checker.check_model(model)
    return model.SerializeToString()


def noises(module):
    """The layers of a G that add noise, in the order of its input; a head that draws by noise takes none here, and gives the
    likeliest characters, as `generate` does.
    """
    return [layer for layer in module.modules() if hasattr(layer, "usual")]
