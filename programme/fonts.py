"""The faces the programme is printed in. The typeface comes as two files that hold every weight and script, and setting
even a few words from them is slow. So each face is cut out of them once, with the letters of western Europe, and kept
beside the data; any other letter is set from the whole files."""

import hashlib
import io
import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

import fontpkg_source_sans_3
from django.conf import settings


class Face(NamedTuple):
    file: str
    weight: int


WHOLE = {"upright": "SourceSans3[wght].ttf", "slanted": "SourceSans3-Italic[wght].ttf"}
FACES = {
    "regular": Face("SourceSans3[wght].ttf", 400),
    "bold": Face("SourceSans3[wght].ttf", 700),
    "italic": Face("SourceSans3-Italic[wght].ttf", 400),
    "bold-italic": Face("SourceSans3-Italic[wght].ttf", 700),
}
# Latin with its accents, punctuation, money, arrows, mathematics and the plain shapes.
LETTERS = [*range(0x20, 0x250), *range(0x300, 0x370), *range(0x2010, 0x2070), *range(0x20A0, 0x27C0)]
# The letters and marks of western European writing, all of them in every face: for these no font file is read.
USUAL = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’‚“”„†•…‰‹›€™−")])
# What a printed text needs of the typeface's rules: spacing, figures of one width, accents in their places.
RULES = ["kern", "tnum", "ccmp", "mark"]


def file(name: str) -> bytes:
    """The font file of a face, kept or cut now, the same bytes in either case; or a whole one."""
    if name in WHOLE:
        return _source(WHOLE[name]).read_bytes()
    kept = _place(name)
    if kept.exists():
        return kept.read_bytes()
    data = _cut(FACES[name])
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_bytes(data)
        draft.replace(kept)
    except OSError:
        # Without a place to keep it every print takes a little longer, and that is all.
        pass
    return data


def can_print(character: str) -> bool:
    """Whether every face has the character."""
    return ord(character) in USUAL or ord(character) in characters()


@cache
def characters() -> frozenset[int]:
    """What every face can print."""
    from fontTools.ttLib import TTFont

    known = []
    for source in WHOLE.values():
        with TTFont(_source(source), lazy=True) as font:
            known.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*known))


def _cut(face: Face) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    options = subset.Options(layout_features=RULES, notdef_outline=True, hinting=False)
    with TTFont(_source(face.file), recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=LETTERS)
        subsetter.subset(font)
        cut = instantiateVariableFont(font, {"wght": face.weight}, static=True)
        out = io.BytesIO()
        cut.save(out)
    return out.getvalue()


def _place(name: str) -> Path:
    """Under a name that changes with the typeface's own file and with what is cut out of it."""
    source = _source(FACES[name].file)
    stamp = hashlib.sha256(f"{source.stat().st_size} {LETTERS} {RULES}".encode()).hexdigest()[:12]
    return Path(settings.FONT_DIR) / f"{name}-{stamp}.ttf"


def _source(file: str) -> Path:
    return fontpkg_source_sans_3.ROOT / "files" / file
