"""Makes the Comptoir Sans fonts of this folder from the Inter fonts of npm's `inter-ui`.

    make.py FOLDER_OF_INTER_WOFF2 OUTPUT_FOLDER

What changes: a small set of characters, tabular figures as the only figures, a wider narrow space,
and a family name of our own, for "Inter" is a trademark of its author. Amounts then line up in columns without any
OpenType feature, which the software renderer does not let one ask for.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Comptoir Sans"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}

# What a French till writes, with the names of all customers whose language has a Latin alphabet.
RANGES = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x017F),  # Latin Extended-A
    (0x0218, 0x021B),  # Romanian
    (0x2010, 0x2015),  # dashes
    (0x2018, 0x201E),  # quotes
]
SINGLE = "ʳˢᵈᵉ\u2009\u200a\u202f†‡•…‰‹›⁄€№™←↑→↓↔↵⇧⇪−≈≠≤≥⌫⏎■□▲▼▶◀●○★☆✓✗"

# In these ranges, but not in Inter: the soft hyphen and a letter that Unicode advises against.
WITHOUT = {0x00AD, 0x0149}

# `calt` would turn « 3 x 2 » and « -> » into other signs; what was typed is what is shown.
FEATURES = ["ccmp", "kern", "locl", "mark"]


def characters():
    """Gives the code points of the set."""
    found = {ord(sign) for sign in SINGLE}
    for first, last in RANGES:
        found.update(range(first, last + 1))
    return found - WITHOUT


def tabular(font):
    """Reads, from the font's own feature, which glyph is the tabular form of another."""
    substitutions = {}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for part in table.LookupList.Lookup[index].SubTable:
                part = getattr(part, "ExtSubTable", part)
                substitutions.update(part.mapping)
    return substitutions


def bake_figures(font):
    """Makes the tabular figures the default ones."""
    forms = tabular(font)
    figures = {code: forms[font.getBestCmap()[code]] for code in range(ord("0"), ord("9") + 1)}
    for part in font["cmap"].tables:
        part.cmap.update(figures)


def widen_narrow_space(font):
    """Makes the narrow no-break space wide enough to part thousands at the size of a list: 0.22 em."""
    font["hmtx"][font.getBestCmap()[0x202F]] = (round(font["head"].unitsPerEm * 0.22), 0)


def rename(font, style, weight):
    """Gives the font our family's name and keeps its copyright and licence."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 5, 13, 14)]
    post_script = f"{FAMILY}-{style}".replace(" ", "")
    values = {1: FAMILY, 2: style, 3: post_script, 4: f"{FAMILY} {style}", 6: post_script}
    if style not in ("Regular", "Bold"):
        values |= {1: f"{FAMILY} {style}", 2: "Regular", 16: FAMILY, 17: style}
    for number, text in values.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x80 | (0x20 if style == "Bold" else 0x40)
    font["head"].macStyle = 1 if style == "Bold" else 0


def check(font, path):
    """Stops when a figure has another width than the others, or a character is missing."""
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    figures = {widths[glyphs[code]][0] for code in range(ord("0"), ord("9") + 1)}
    missing = [f"U+{code:04X}" for code in sorted(characters()) if code not in glyphs]
    if len(figures) != 1 or missing:
        sys.exit(f"{path}: widths of figures {figures}, missing {missing}")
    print(f"{path.name}: {path.stat().st_size} bytes, figure {figures.pop()}, U+202F {widths[glyphs[0x202F]][0]}")


def make(source, target, style, weight):
    """Makes one font."""
    font = TTFont(source)
    bake_figures(font)
    widen_narrow_space(font)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    rename(font, style, weight)
    font.flavor = None
    # The time of making would differ at each run.
    font.recalcTimestamp = False
    font.save(target)
    check(TTFont(target), target)


def main():
    """Makes all weights."""
    source, target = (Path(argument) for argument in sys.argv[1:3])
    for style, weight in WEIGHTS.items():
        make(source / f"Inter-{style}.woff2", target / f"ComptoirSans-{style}.ttf", style, weight)


if __name__ == "__main__":
    main()
