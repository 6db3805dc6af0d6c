"""A file that is handed in as proof is made harmless, or refused (S-14)."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image, PngImagePlugin

from eduai.lib.scans import ScanRefused, cleaned, papers, pictures

ENDING = b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **saved)
    return out.getvalue()


def pdf(*objects: bytes, ending: bytes = ENDING) -> bytes:
    first = (
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    )
    return b"%PDF-1.7\n" + first + b"\n".join(objects) + ending


def stream(body: bytes, head: bytes = b"", *, packed: bool = True) -> bytes:
    said, kept = (b"/Filter /FlateDecode", zlib.compress(body)) if packed else (b"", body)
    return b"9 0 obj\n<< " + head + said + b" >>\nstream\n" + kept + b"\nendstream\nendobj"


def refused(data: bytes) -> str:
    with pytest.raises(ScanRefused) as caught:
        cleaned(data)
    return caught.value.why


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SECRETCAMERA", 6
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 59.0)
    return picture(exif=exif, comment=b"SECRETCOMMENT")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_drawn_anew_as_jpeg(kind: str) -> None:
    clean = cleaned(picture(kind))

    assert clean.content_type == "image/jpeg"
    with Image.open(io.BytesIO(clean.data)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (40, 20))


def test_place_camera_and_comment_do_not_survive_and_the_picture_stands_upright() -> None:
    clean = cleaned(with_gps())

    assert b"SECRET" in with_gps()
    assert b"SECRET" not in clean.data
    with Image.open(io.BytesIO(clean.data)) as kept:
        assert dict(kept.getexif()) == {}
        assert "comment" not in kept.info
        assert kept.size == (20, 40)


def test_texts_and_profiles_of_a_png_do_not_survive() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "SECRETNAME")
    data = picture("PNG", pnginfo=told, icc_profile=b"SECRETPROFILE" * 20)

    assert b"SECRET" not in cleaned(data).data


def test_what_stands_behind_a_picture_does_not_survive() -> None:
    data = picture() + b"PK\x03\x04<script>alert(1)</script>"

    assert b"script" not in cleaned(data).data


def test_a_huge_picture_is_kept_smaller_and_a_bomb_is_refused_before_it_is_decoded() -> None:
    with Image.open(io.BytesIO(cleaned(picture(size=(5000, 1000))).data)) as kept:
        assert kept.size == (pictures.LONGEST_SIDE, 800)

    assert refused(picture("PNG", size=(10_000, 5_001))) == "large"


def test_a_moving_picture_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])

    assert refused(out.getvalue()) == "moving"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain words",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<!doctype html><script>alert(1)</script>",
        b"PK\x03\x04" + b"\x00" * 60,
        picture("GIF"),
        picture("TIFF"),
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40,
        b"GIF89a/*" + picture(),
        b" " + pdf(),
    ],
    ids=["empty", "text", "svg", "html", "zip", "gif", "tiff", "heic", "gif-and-jpeg", "late-pdf"],
)
def test_every_other_kind_is_refused(data: bytes) -> None:
    assert refused(data) == "unknown"


@pytest.mark.parametrize("data", [picture()[:200], picture("PNG")[:60], picture("WEBP")[:30]])
def test_half_a_picture_is_refused(data: bytes) -> None:
    assert refused(data) in {"broken", "unknown"}


def test_a_scanned_paper_is_kept_as_it_is() -> None:
    scan = b"9 0 obj\n<< /Filter /DCTDecode >>\nstream\n" + picture() + b"\nendstream\nendobj"
    data = pdf(scan, stream(b"<< /Type /Page >>", b"/Type /ObjStm "), stream(b"q /Im0 Do Q"))

    clean = cleaned(data)

    assert (clean.content_type, clean.data) == ("application/pdf", data)


@pytest.mark.parametrize("name", sorted(papers.ACTIVE | papers.SHORT))
def test_a_pdf_that_could_act_is_refused_wherever_that_is_written(name: bytes) -> None:
    said = b"<< /S /" + name + b" >>"
    spelt = b"/#%02X" % name[0] + name[1:]

    assert refused(pdf(b"3 0 obj\n" + said + b"\nendobj")) == "active"
    assert refused(pdf(b"3 0 obj\n<< " + spelt + b" >>\nendobj")) == "active"
    assert refused(pdf(stream(said, b"/Type /ObjStm "))) == "active"


def test_what_only_looks_like_a_stream_hides_nothing() -> None:
    assert refused(pdf(b"% stream\n3 0 obj\n<< /S /JavaScript >>\nendobj\n% endstream")) == "active"
    assert refused(pdf(stream(b"/JavaScript").replace(b"FlateDecode", b"DCTDecode"))) == "active"


SCRIPT = b"4 0 << /S /JavaScript /JS (app.alert(1)) >>"
HEXED = zlib.compress(SCRIPT).hex().encode() + b">"


def held(head: bytes, body: bytes) -> bytes:
    """A PDF with a stream of that dictionary."""
    return pdf(b"9 0 obj\n<< " + head + b" >>\nstream\n" + body + b"\nendstream\nendobj")


@pytest.mark.parametrize(
    "head",
    [
        b"/Type /ObjStm /N 1 /First 4 /Filter 7 0 R",
        b"/Type /ObjStm /N 1 /First 4 /Filter % here\n[/ASCIIHexDecode /FlateDecode]",
        b"/Type /ObjStm /N 1 /First 4 /Filter\x00[/ASCIIHexDecode /FlateDecode]",
        b"/Type /ObjStm /N 1 /First 4 /Filter [7 0 R]",
        b"/Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode /FlateDecode] /X (an obj)",
    ],
    ids=["elsewhere", "behind a comment", "behind a nought", "in a list", "before a word"],
)
def test_a_way_of_packing_that_is_not_written_out_is_refused(head: bytes) -> None:
    assert refused(held(head, HEXED)) == "active"


@pytest.mark.parametrize("kind", [b"/Type /ObjStm ", b""])
def test_objects_that_are_read_as_differences_are_refused(kind: bytes) -> None:
    """A reader adds each byte to the one before; what stands in the file is none of their names."""
    differences = bytes((b - a) % 256 for a, b in zip(b"\x00" + SCRIPT, SCRIPT, strict=False))
    parameters = b"/DecodeParms << /Predictor 11 /Columns %d >> " % len(SCRIPT)
    packed = zlib.compress(b"\x01" + differences)
    head = kind + b"/N 1 /First 4 "
    assert refused(held(head + parameters + b"/Filter /FlateDecode", packed)) == "active"
    picture_of_it = b"/Subtype /Image " + parameters + b"/Filter /FlateDecode"
    assert cleaned(held(picture_of_it, packed)).content_type == "application/pdf"


@pytest.mark.parametrize("kind", [b"/Type /ObjStm ", b""])
@pytest.mark.parametrize("packed", [True, False])
def test_objects_of_a_stream_are_looked_at_packed_or_not_named_or_not(kind: bytes, packed: bool) -> None:
    said = b"4 0 << /S /URI /URI (http://example.com) >>"
    assert refused(pdf(stream(said, kind + b"/N 1 /First 4 ", packed=packed))) == "active"


def test_a_stream_that_ends_before_its_end_is_refused() -> None:
    stored = zlib.compress(b"endstream" + b"hidden" * 9, level=0)

    assert refused(pdf(b"9 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + stored + b"\nendstream")) == "broken"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (pdf(ending=b"\n"), "broken"),
        (pdf() + b"PK\x03\x04", "broken"),
        (pdf(b"PK\x05\x06" + b"\x00" * 18), "active"),
        (pdf(b"<script>alert(1)</script>"), "active"),
        (pdf(stream(b"x").replace(b"FlateDecode", b"LZWDecode")), "active"),
        (pdf(stream(b"x").replace(b"/FlateDecode", b"[/ASCIIHexDecode /FlateDecode]")), "active"),
        (pdf(stream(b"\x00" * 97 * 1024 * 1024)), "large"),
    ],
    ids=["no-end", "behind-the-end", "zip-too", "page-too", "other-packing", "two-packings", "bomb"],
)
def test_a_pdf_that_is_something_else_or_too_much_is_refused(data: bytes, why: str) -> None:
    assert refused(data) == why


def test_a_file_that_takes_too_long_is_refused() -> None:
    with pytest.raises(ScanRefused) as caught:
        cleaned(picture(size=(4000, 3000)), seconds=0.01)

    assert caught.value.why == "slow"
