"""Stored blueprints and certificates come back equal; damaged ones are refused."""

import json

import pytest

from questions.engine import codec
from questions.engine.prompts.examples import EXAMPLES, LINEAR
from questions.engine.variants import make
from questions.engine.wire import read_blueprint


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.note.id)
def test_a_blueprint_survives_json_unchanged(example):
    blueprint = read_blueprint(example.wire, note=example.note, author="tgi")
    assert codec.load(json.loads(json.dumps(codec.dump(blueprint)))) == blueprint


def test_a_certificate_survives_json_to_the_microsecond():
    blueprint = read_blueprint(LINEAR.wire, note=LINEAR.note, author="tgi")
    certificate = make(LINEAR.note, blueprint).variants[0].certificate
    again = codec.load_certificate(json.loads(json.dumps(codec.dump(certificate))))
    assert again.result is certificate.result
    assert [(g.gate, g.verdict, g.evidence) for g in again.gates] == [
        (g.gate, g.verdict, g.evidence) for g in certificate.gates
    ]


@pytest.mark.parametrize(
    "damage", [{"version": 2}, {"type": "note"}, {"answer": {}}, {"parameters": None}, {"hint": 1}]
)
def test_what_cannot_be_read_is_refused_with_a_reason(damage):
    stored = codec.dump(read_blueprint(LINEAR.wire, note=LINEAR.note, author="tgi"))
    with pytest.raises(codec.CodecError):
        codec.load_blueprint({**stored, **damage})
    assert codec.load_blueprint(stored).concept == "중1.일차방정식.풀이"


def test_an_unknown_part_inside_a_part_is_refused_and_a_figures_own_parts_are_read():
    stored = codec.dump(read_blueprint(LINEAR.wire, note=LINEAR.note, author="tgi"))
    for inner in ({**stored["answer"], "tolerance": "0.1"}, {**stored["answer"], "form2": ""}):
        with pytest.raises(codec.CodecError, match="not known"):
            codec.load_blueprint({**stored, "answer": inner})
    first, *rest = stored["parameters"]
    for step in ("0", "-1", "1/0"):
        with pytest.raises(codec.CodecError, match="damaged"):
            codec.load_blueprint(
                {**stored, "parameters": [{**first, "domain": {**first["domain"], "step": step}}, *rest]}
            )
    with pytest.raises(codec.CodecError, match="not known"):
        codec.load_blueprint({**stored, "parameters": [{**first, "unit": "g"}, *rest]})
    point = {"part": "point", "name": "P", "x": "a", "y": "0", "label": ""}
    drawn = {**stored, "figure": {"alt": "점", "parts": [point, {"part": "table", "rows": [["x", "{a}"], ["y", "2"]]}]}}
    assert codec.dump(codec.load_blueprint(drawn)) == drawn
    for parts in ([{**point, "color": "red"}], [{"part": "line"}], [{**point, "x": 3}], "", [None]):
        with pytest.raises(codec.CodecError):
            codec.load_blueprint({**stored, "figure": {"alt": "점", "parts": parts}})
