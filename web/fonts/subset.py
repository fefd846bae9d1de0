"""Makes the two font files of this folder from the whole fonts (see README.md). Needs fonttools and brotli.

usage: python subset.py BeVietnamPro-Regular.ttf be-vietnam-pro-400.woff2
"""

import sys

from fontTools import subset
from fontTools.ttLib import newTable
from fontTools.ttLib.tables.ttProgram import Program

# Printable ASCII, the signs that the texts use, and every letter of Vietnamese. fonts.css names the same ranges.
RANGES = (
    "U+0020-007E,U+00A0,U+00A7,U+00A9,U+00AB,U+00B0,U+00B7,U+00BB,U+00C0-00C3,U+00C8-00CA,U+00CC-00CD,U+00D2-00D5,"
    "U+00D7,U+00D9-00DA,U+00DD,U+00E0-00E3,U+00E8-00EA,U+00EC-00ED,U+00F2-00F5,U+00F9-00FA,U+00FD,U+0102-0103,"
    "U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303,U+0309,U+0323,U+1EA0-1EF9,"
    "U+2010-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+2039-203A,U+20AB,U+2190-2193,U+2212"
)

source, target = sys.argv[1:]
options = subset.Options()
options.flavor = "woff2"
options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
options.hinting = False
options.drop_tables += ["DSIG"]
font = subset.load_font(source, options)
subsetter = subset.Subsetter(options)
subsetter.populate(unicodes=subset.parse_unicodes(RANGES))
subsetter.subset(font)

# Without hints Windows is told to smooth at every size, and to keep thin strokes from dropping out.
font["gasp"] = newTable("gasp")
font["gasp"].version = 1
font["gasp"].gaspRange = {0xFFFF: 0x000F}
font["prep"] = newTable("prep")
font["prep"].program = Program()
font["prep"].program.fromAssembly(["PUSHW[]", "511", "SCANCTRL[]", "PUSHB[]", "4", "SCANTYPE[]"])
subset.save_font(font, target, options)
