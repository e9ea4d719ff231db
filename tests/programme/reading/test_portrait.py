"""An uploaded picture becomes a small square photograph, or says why not."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from programme.reading import portrait as module
from programme.reading.portrait import SIDE, NotAPortrait, portrait

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def file(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    data = BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def halves(width: int, height: int) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


def read(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg))


def colour(picture: Image.Image, across: float, down: float) -> str:
    found = picture.getpixel((int(across * (picture.width - 1)), int(down * (picture.height - 1))))
    assert isinstance(found, tuple)
    near = {"red": RED, "blue": BLUE, "white": WHITE}
    return min(near, key=lambda name: sum(abs(a - b) for a, b in zip(found, near[name], strict=True)))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(1600, 900), (900, 1600), (481, 481)])
def test_a_picture_becomes_a_square_jpeg(kind: str, size: tuple[int, int]) -> None:
    drawn = read(portrait(file(halves(*size), kind)))
    assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", (SIDE, SIDE))
    assert [colour(drawn, 0.1, 0.5), colour(drawn, 0.9, 0.5)] == ["red", "blue"]


def test_a_small_picture_is_not_blown_up() -> None:
    assert read(portrait(file(halves(200, 120)))).size == (120, 120)


def test_it_is_turned_upright_and_nothing_is_left_of_what_the_file_told() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    exif[0x010F] = "Åse Ægirs kamera"
    exif.get_ifd(0x8825)[1] = "N"
    data = file(halves(800, 800), "JPEG", exif=exif, comment=b"hemmeligt", quality=95)
    jpeg = portrait(data)
    drawn = read(jpeg)
    assert [colour(drawn, 0.5, 0.1), colour(drawn, 0.5, 0.9)] == ["red", "blue"]
    assert dict(drawn.getexif()) == {}
    assert set(drawn.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    assert b"hemmeligt" not in jpeg
    assert b"kamera" not in jpeg


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1"])
def test_every_kind_of_colour_can_be_shown(mode: str) -> None:
    picture = Image.new("RGB", (100, 100), WHITE).convert(mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert colour(read(portrait(file(picture, kind))), 0.5, 0.5) == "white"


def test_what_is_transparent_becomes_white() -> None:
    picture = Image.new("RGBA", (100, 100), (0, 0, 255, 0))
    assert colour(read(portrait(file(picture))), 0.5, 0.5) == "white"


def png_of(width: int, height: int) -> bytes:
    """A file of a few bytes that says it is so large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture"),
        (b"Ikke et billede, kun ord.", "picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture"),
        (b"%PDF-1.7", "picture"),
        (file(halves(600, 600), "GIF"), "picture"),
        (file(halves(600, 600), "BMP"), "picture"),
        (file(halves(600, 600), "JPEG")[:-2000], "picture"),
        (file(halves(600, 600))[:200], "picture"),
        (png_of(100, 100), "picture"),
        (png_of(5001, 5000), "pixels"),
        (png_of(10_000, 10_000), "pixels"),
        (png_of(60_000, 60_000), "pixels"),
        (file(halves(600, 47)), "small"),
        (bytes(10_000_001), "bytes"),
    ],
)
def test_what_cannot_be_shown_says_why(data: bytes, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in a process in which something has been printed.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(NotAPortrait) as refused:
        portrait(data)
    assert refused.value.code == code


def test_the_limits_stand_where_they_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    data = file(halves(100, 100))
    monkeypatch.setattr(module, "MOST_BYTES", len(data))
    monkeypatch.setitem(module.MOST_PIXELS, "PNG", 10_000)
    assert portrait(data)
    assert portrait(file(halves(48, 48)))
    monkeypatch.setitem(module.MOST_PIXELS, "PNG", 9_999)
    with pytest.raises(NotAPortrait):
        portrait(data)


@pytest.mark.long
@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF"]))
def test_no_bytes_make_it_fail_otherwise(data: bytes, start: bytes) -> None:
    with pytest.raises(NotAPortrait):
        portrait(start + data)
