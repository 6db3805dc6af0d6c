"""Pure functions from a wrong-answer note to proved similar questions: no Django, no network, no model.

`twins.author` or a model writes a blueprint, `variants.make` computes and certifies, `grading.grade` understands
an answer. Usable from the command line: `python -m questions.engine variants|grade`.
"""
