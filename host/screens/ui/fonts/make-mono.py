"""Makes the Comptoir Mono font of this folder from the JetBrains Mono of npm's `@fontsource/jetbrains-mono`.

    make-mono.py FOLDER_OF_WOFF OUTPUT_FOLDER

What changes: the characters of a receipt only, no ligatures, and a family name of our own.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Comptoir Mono"
# What the receipt's text may hold: ASCII, Latin-1, the euro sign, œ, quotes and dashes.
KEPT = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178, 0x2013, 0x2014, 0x2019, 0x201C, 0x201D, 0x2026, 0x20AC]


def main(source, output):
    font = TTFont(Path(source) / "jetbrains-mono-latin-400-normal.woff")
    font.flavor = None
    options = subset.Options(layout_features=[], hinting=False, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            name = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
            font["name"].setName(name, record.nameID, record.platformID, record.platEncID, record.langID)
    widths = {font["hmtx"][glyph][0] for glyph in font.getBestCmap().values()}
    assert len(widths) == 1, widths
    font.save(Path(output) / "ComptoirMono-Regular.ttf")


main(*sys.argv[1:])
