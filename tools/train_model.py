"""Tune the bundled embedding model, all-MiniLM-L6-v2, on the WorkOS documentation.

    pip install -e ".[train]"
    python tools/train_model.py --output DIRECTORY

The result is no part of the package: `MiniLMEmbedder(model_directory=DIRECTORY)` takes it.

Everything comes from this repository and from published packages: the model that
`tools/build_model.py` fetches, the documentation of two versions, and the questions of
`benchmarks/training`. It took half an hour on two busy cores.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import jax
import onnx
import optax
from build_model import (
    ONNX_EXPORT,
    UPSTREAM_TOKENIZER,
    download,
    export,
)
from tokenizers import Tokenizer
from tqdm import tqdm
from training.batches import Miner, draw
from training.loss import loss
from training.minilm import read_weights, write_weights
from training.pairs import (
    by_section,
    heading_pairs,
    question_pairs,
    read_questions,
    searchable,
    sentence_pairs,
)

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.source import open_source
from workos_docs_tools.embeddings import MiniLMEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.batches import Example
    from training.loss import Batch
    from training.minilm import Weights

VERSIONS = ("0.2.0", "0.1.0")
"""Of the documentation; the questions are about the first."""
STEPS = 80
WRITTEN, HEADINGS, SENTENCES = 10, 3, 3
"""Pairs of each kind in a batch: so many steps take most written questions once."""
LEARNING_RATE = 4e-5
SEED = 0


def prepare(embedder: MiniLMEmbedder) -> tuple[Miner, list[list[Example]]]:
    """Return the batches of the whole training, and what makes arrays of them.

    Args:
        embedder: The model before training, which finds the negatives.
    """
    random = Random(SEED)
    versions = [
        searchable(Corpus.read(open_source(version=version)).nodes()) for version in VERSIONS
    ]
    nodes = searchable(node for some in versions for node in some)
    kinds = [
        (list(question_pairs(read_questions(), by_section(versions[0]), random)), WRITTEN),
        (list(heading_pairs(nodes)), HEADINGS),
        (list(sentence_pairs(nodes, random)), SENTENCES),
    ]
    batches = list(draw(kinds, STEPS, random))
    miner = Miner.of(nodes, embedder)
    pairs = [pair for batch in batches for pair in batch]
    examples = miner.examples(pairs, embedder, random)
    return miner, [[next(examples) for _ in batch] for batch in batches]


def train(weights: Weights, batches: Iterator[Batch], steps: int) -> Weights:
    """Return the weights after one step for each batch."""
    rate = optax.warmup_cosine_decay_schedule(0.0, LEARNING_RATE, steps // 10, steps)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.01))
    # The tables stay: few of their rows are ever seen here, and searches need all of them.
    frozen = {name: array for name, array in weights.items() if "embeddings.weight" in name}
    tuned = {name: array for name, array in weights.items() if name not in frozen}

    @jax.jit
    def step(tuned: Weights, state: Any, batch: Batch) -> tuple[Weights, Any, jax.Array]:
        value, gradient = jax.value_and_grad(lambda some: loss({**frozen, **some}, batch))(tuned)
        updates, state = optimiser.update(gradient, state, tuned)
        return optax.apply_updates(tuned, updates), state, value

    state = optimiser.init(tuned)
    with tqdm(batches, total=steps, desc="Training", unit="step") as bar:
        for batch in bar:
            tuned, state, value = step(tuned, state, batch)
            bar.set_postfix(loss=f"{float(value):.3f}")
    return {**frozen, **tuned}


def main() -> None:
    """Fetch, train, export, and print the hashes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, required=True, help="directory to fill")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        download(ONNX_EXPORT, work)
        download(UPSTREAM_TOKENIZER, work)
        original, tokenizer = work / "model.onnx", work / "tokenizer.json"
        miner, batches = prepare(MiniLMEmbedder(model_directory=work))
        reader = Tokenizer.from_file(str(tokenizer))
        model = onnx.load(original)
        inputs = (miner.batch(batch, reader) for batch in batches)
        write_weights(model, train(read_weights(model), inputs, len(batches)))
        trained = work / "trained.onnx"
        trained.write_bytes(model.SerializeToString(deterministic=True))
        texts = [node.embedded_text for node in miner.nodes[::10]]
        export(trained, tokenizer, arguments.output, texts)


if __name__ == "__main__":
    main()
