"""A picture as somebody uploads it → a square photograph to show, or why not. Pure: no Django. What comes out was
drawn anew, so nothing is left of what the file held beside the picture: place, camera, comments."""

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

# JPEG, PNG and WebP only: every further decoder is one more that strangers' bytes reach.
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10_000_000
# A JPEG is decoded at a fraction of its size; the others are drawn whole.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
LEAST_SIDE, SIDE = 48, 480


class NotAPortrait(ValueError):
    """`code` says why: bytes (the file is too large), picture (it cannot be read), pixels (the picture is too large),
    small (it is too small)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def portrait(data: bytes) -> bytes:
    """The middle of the picture as a JPEG of at most 480 by 480 pixels, upright, without transparency. A portrait's
    face is rather above the middle, so more is cut off below. Raises NotAPortrait."""
    if len(data) > MOST_BYTES:
        raise NotAPortrait("bytes")
    try:
        picture = _opened(data)
        side = min(SIDE, *picture.size)
        square = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
        drawn = BytesIO()
        square.save(drawn, "JPEG", quality=85, optimize=True, progressive=True)
    except NotAPortrait:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPortrait("pixels") from error
    except Exception as error:  # whatever a decoder stumbles over, it is no picture
        raise NotAPortrait("picture") from error
    return drawn.getvalue()


def _opened(data: bytes) -> Image.Image:
    """The picture upright, in plain colours and without metadata. Its size is looked at before it is decoded."""
    # A printing library in the same process would have half a picture pass for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    picture = Image.open(BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS[picture.format or ""]:
        raise NotAPortrait("pixels")
    if min(picture.size) < LEAST_SIDE:
        raise NotAPortrait("small")
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        on_white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(on_white, upright.convert("RGBA"))
    plain = upright.convert("RGB")
    plain.info.clear()
    return plain
