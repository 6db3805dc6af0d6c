"""A real llama.cpp server over a model of random weights, made on the spot: half a megabyte, two layers, bytes as
tokens. Its answers mean nothing; that they keep to a schema is the server's doing.

`python -m tests.servers.llama MODEL [embedding]` serves the file until its standard input closes, and prints its
address.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VOCABULARY = 259
WIDTH, HEADS, LAYERS, HIDDEN, CONTEXT = 64, 4, 2, 128, 4096


def write_model(path: Path) -> None:
    """A GGUF file of the llama architecture with a byte vocabulary. The constant first dimension of the embedding
    lifts the weights that close strings and lists, and lowers bytes beyond ASCII: else an answer rarely ends."""
    import gguf
    import numpy

    chance = numpy.random.default_rng(7)

    def weights(*shape: int) -> numpy.ndarray:
        return (chance.standard_normal(shape) * 0.05).astype(numpy.float32)

    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    _write_vocabulary(writer, gguf.TokenType)
    embedding, output = weights(VOCABULARY, WIDTH), weights(VOCABULARY, WIDTH)
    embedding[:, 0] = 4.0
    output[:, 0] = 0.0
    for byte in b'"]}':
        output[3 + byte, 0] = 0.5
    output[3 + 128 :, 0] = -0.5
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output_norm.weight", numpy.ones(WIDTH, dtype=numpy.float32))
    writer.add_tensor("output.weight", output)
    for layer in range(LAYERS):
        for name, shape in (
            ("attn_q", (WIDTH, WIDTH)),
            ("attn_k", (WIDTH, WIDTH)),
            ("attn_v", (WIDTH, WIDTH)),
            ("attn_output", (WIDTH, WIDTH)),
            ("ffn_gate", (HIDDEN, WIDTH)),
            ("ffn_up", (HIDDEN, WIDTH)),
            ("ffn_down", (WIDTH, HIDDEN)),
        ):
            writer.add_tensor(f"blk.{layer}.{name}.weight", weights(*shape))
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", numpy.ones(WIDTH, dtype=numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _write_vocabulary(writer: Any, kinds: Any) -> None:
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    types = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL, *[kinds.BYTE] * 256]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)


@contextmanager
def llama_server(folder: Path, *, embedding: bool = False) -> Iterator[str]:
    """The address of a server over a fresh model in `folder`, in a process of its own; for chat, or for vectors."""
    model = folder / "random.gguf"
    write_model(model)
    command = [sys.executable, "-m", "tests.servers.llama", str(model), *(["embedding"] if embedding else [])]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            yield next(str(json.loads(line)["url"]) for line in lines if line.startswith('{"url"'))
        finally:
            process.kill()


def serve(model: str, *, embedding: bool) -> None:
    """Serves the file on a free port of the loopback."""
    import xllamacpp

    options = xllamacpp.CommonParams()
    options.model.path = model
    options.hostnames = ["127.0.0.1"]
    options.port = 0
    options.n_ctx = CONTEXT
    options.n_parallel = 1
    options.warmup = False
    # The built-in template opens the assistant's turn, and the server then wants that opening from the grammar.
    options.chat_template = "{% for message in messages %}{{ message['content'] }} {% endfor %}"
    options.cpuparams.n_threads = 1
    if embedding:
        options.embedding = True
        options.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    server = xllamacpp.Server(options)
    sys.stdout.write(json.dumps({"url": server.listening_address}) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1], embedding="embedding" in sys.argv[2:])
