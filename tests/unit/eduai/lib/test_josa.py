"""Particles by the last sound read aloud."""

import pytest

from eduai.lib.josa import PARTICLES, attach, final_sound, particle


@pytest.mark.parametrize(
    ("word", "object_particle", "direction"),
    [
        ("0", "을", "으로"),
        ("1", "을", "로"),
        ("2", "를", "로"),
        ("3", "을", "으로"),
        ("4", "를", "로"),
        ("5", "를", "로"),
        ("6", "을", "으로"),
        ("7", "을", "로"),
        ("8", "을", "로"),
        ("9", "를", "로"),
        ("10", "을", "으로"),
        ("12", "를", "로"),
        ("100", "을", "으로"),
        ("3000", "을", "으로"),
        ("20000", "을", "으로"),
        ("1,200", "을", "으로"),
        ("3.5", "를", "로"),
        ("0.10", "을", "으로"),
        ("2/5", "를", "로"),
        ("1/2", "을", "로"),
        (r"\frac{3}{4}", "을", "으로"),
        ("½", "을", "로"),
        ("5%", "를", "로"),
        ("3kg", "을", "으로"),
        ("20cm²", "를", "로"),
        (r"3\text{cm}^2", "를", "로"),
        ("60km/h", "를", "로"),
        ("30°", "를", "로"),
        ("3시간 30분", "을", "으로"),
        ("1200원", "을", "으로"),
        ("철수", "를", "로"),
        ("물", "을", "로"),
        ("x", "를", "로"),
        ("l", "을", "로"),
        ("m", "을", "으로"),
        ("AB", "를", "로"),
        ("$x^2 + 5x + 6$", "을", "으로"),
        ("$x^2 - 12x + 32$", "를", "로"),
        ("x^{2}", "을", "으로"),
        (r"2\sqrt{3}", "을", "으로"),
        (r"2\pi", "를", "로"),
        ("(x + 2)(x + 3)", "을", "으로"),
        ("a_{10}", "을", "으로"),
        ("n!", "을", "로"),
        (r"\{1, 2\}", "를", "로"),
        ("소금물(농도 8%)", "을", "로"),
    ],
)
def test_the_particle_follows_the_last_sound(word: str, object_particle: str, direction: str) -> None:
    assert attach(word, "을/를") == word + object_particle
    assert particle(word, "으로/로") == direction


@pytest.mark.parametrize(
    ("pair", "after_seven", "after_two"),
    [
        ("은/는", "7은", "2는"),
        ("이/가", "7이", "2가"),
        ("을/를", "7을", "2를"),
        ("과/와", "7과", "2와"),
        ("와/과", "7과", "2와"),
        ("으로/로", "7로", "2로"),
        ("아/야", "7아", "2야"),
        ("이나/나", "7이나", "2나"),
        ("이란/란", "7이란", "2란"),
        ("이라/라", "7이라", "2라"),
        ("이랑/랑", "7이랑", "2랑"),
        ("이며/며", "7이며", "2며"),
    ],
)
def test_every_pair_is_known_in_either_order(pair: str, after_seven: str, after_two: str) -> None:
    assert (attach("7", pair), attach("2", pair)) == (after_seven, after_two)
    assert "/".join(reversed(pair.split("/"))) in PARTICLES


def test_a_word_of_unknown_sound_gets_both_particles() -> None:
    assert attach("§", "을/를") == "§을(를)"
    assert final_sound("§") is None


def test_an_unknown_pair_is_an_error() -> None:
    with pytest.raises(ValueError, match="particles"):
        attach("7", "께서/에게")
