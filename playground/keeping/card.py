"""The model card of a kept generator, in Markdown, as the cards on the Hugging Face hub are written: what it is, how it was
made, how to use it, and what not to expect (Mitchell et al. 2019, arXiv 1810.03993).
"""

from playground.networks.conditioning import class_names
from playground.recipes import RECIPES
from playground.words import measure_title, number

KINDS = {"images": "unconditional-image-generation", "points": "other", "line": "other", "text": "text-generation", "music": "other"}
LATENTS = {"normal": "standard normal", "uniform": "uniform in [-1, 1]"}


def card(about, source):
    """The text, from an About and the data set's sentence."""
    recipe, config, figures = RECIPES[about.config.recipe], about.config, about.figures
    shape = " x ".join(map(str, about.data.shape))
    again = f"```sh\n{about.command}\n```" if about.command else f"```python\n{about.script.strip()}\n```"
    rows = [("steps", f"{figures['steps']:,}"), ("seconds of training", f"{figures['seconds']:,.0f}"),
            ("numbers in G", f"{figures['numbers']:,}"), ("stored as", about.stored),
            *((measure_title(name), number(value)) for name, value in figures["metrics"].items())]
    names = class_names(config, about.data)
    classes = f"\n- **Classes:** {', '.join(names)}" * bool(names)
    text = about.data.kind == "text"
    return f"""---
library_name: gan-playground
pipeline_tag: {KINDS[about.data.kind]}
tags: [{", ".join(dict.fromkeys(("gan", config.recipe, config.generator)))}]
---

# {about.title}

A generator of the GAN playground: it turns {config.latent_dim} numbers, {LATENTS[config.latent]}, into a sample of shape {shape}.
{recipe.about}

- **Recipe:** {recipe.title} ({recipe.source})
- **Data:** {source}{classes}

## Use

```python
from playground import load_generator
G = load_generator("FILE.safetensors")
samples = G.sample(64, seed=0)      # or G.generate(z) for latents z [n, {config.latent_dim}]{chr(10) + "print(G.data.decode(samples))" if text else ""}
```

```sh
python -m playground sample FILE.safetensors{"" if text else " --out samples.png"}
```

## Made by

{again}

## Figures

Measured by the playground on random numbers of their own, after the last step.

| | |
| --- | --- |
{chr(10).join(f"| {title} | {value} |" for title, value in rows)}

## Not for

It is small and was trained for minutes: it shows how a GAN works, and its samples can repeat, mix or leave out what is in the
data, and lie near single training samples. {about.made_with}.
"""
