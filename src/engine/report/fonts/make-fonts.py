#!/usr/bin/env python3
"""Makes resources/fonts/*.ttf and coverage.ts from freely licensed fonts. Not part of any build: the results are
committed. Needs fontTools and brotli, Debian's fonts-dejavu-core and fonts-droid-fallback, and the unpacked npm
packages named in SOURCES.

    make-fonts.py SOURCES_DIR PROJECT_DIR

What it does, and why: PDF needs static TrueType (Typst ignores woff2), so the subsets of each npm package are
merged; hinting goes (print, not screens); programming ligatures go, because an excerpt must show the characters
that stand in the evidence; families get names of our own, as the OFL's reserved names and the Bitstream Vera
licence require, and so that no installed font can ever be meant.
"""
import os
import re
import shutil
import sys
import tempfile
from fontTools import merge, subset
from fontTools.ttLib import TTFont

SOURCES = {
    'atkinson': '@fontsource/atkinson-hyperlegible-next@5.3.0',
    'jetbrains': '@fontsource/jetbrains-mono@5.3.0',
    'gothic': '@fontsource/gothic-a1@5.3.0',
    'emoji': '@fontsource/noto-emoji@5.3.2',
    'controls': '@fontsource/noto-sans-symbols-2@5.3.0',
}
DEJAVU = '/usr/share/fonts/truetype/dejavu'
DROID = '/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf'
# 2026-01-01T00:00:00Z in seconds since 1904: the same inputs give the same bytes.
MODIFIED = 3850070400

LAYOUT = ['ccmp', 'locl', 'mark', 'mkmk', 'kern', 'tnum', 'init', 'medi', 'fina', 'isol', 'rlig']


def allowed(code):
    """Code points a font may be used for: PDF/A-2a refuses private use and the byte order mark, controls are drawn
    as their pictures, noncharacters and surrogates are no characters."""
    if code < 0x20 or 0x7F <= code < 0xA0 or code in (0xFEFF, 0x00AD):
        return False
    if 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or 0xD800 <= code <= 0xDFFF:
        return False
    return not (0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def cut(path, target, keep=None, features=LAYOUT):
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ['*']
    options.drop_tables += ['FFTM', 'DSIG', 'GDEF'] if features == [] else ['FFTM', 'DSIG']
    font = subset.load_font(path, options)
    codes = {c for c in font.getBestCmap() if allowed(c) and (keep is None or keep(c))}
    if not codes:
        return False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    for table in ('vhea', 'vmtx', 'VORG', 'meta', 'STAT', 'prep', 'fpgm', 'cvt ', 'gasp', 'hdmx', 'VDMX', 'LTSH'):
        if table in font:
            del font[table]
    font.save(target)
    return True


def rename(font, family, style, copyright_text):
    names = font['name']
    old = {i: (names.getDebugName(i) or '') for i in (0, 5, 7, 13, 14)}
    names.names = []
    for number, text in {
        0: copyright_text or old[0], 1: family, 2: style, 3: f'Tephra: {family} {style}', 4: f'{family} {style}',
        5: 'Version 1.0', 6: f'{family} {style}'.replace(' ', ''), 13: old[13], 14: old[14],
    }.items():
        if text:
            names.setName(text, number, 3, 1, 0x409)
    os2 = font['OS/2']
    os2.usWeightClass = 700 if style.startswith('Bold') else 400
    bold, italic = style.startswith('Bold'), 'Italic' in style
    os2.fsSelection = (os2.fsSelection & ~0x61) | (0x20 if bold else 0) | (1 if italic else 0) | (0x40 if not bold and not italic else 0)
    os2.fsType = 0
    font['head'].macStyle = (1 if bold else 0) | (2 if italic else 0)
    font['head'].modified = font['head'].created = MODIFIED
    font.recalcTimestamp = False


def build(files, target, family, style, copyright_text='', keep=None, features=LAYOUT):
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        seen = set()
        for number, path in enumerate(files):
            part = os.path.join(folder, f'{number}.ttf')
            fresh = {c for c in TTFont(path).getBestCmap() if c not in seen}
            if cut(path, part, lambda c, fresh=fresh: c in fresh and (keep is None or keep(c)), features):
                seen |= fresh
                parts.append(part)
        font = TTFont(parts[0]) if len(parts) == 1 else merge.Merger().merge(parts)
        font.flavor = None
        rename(font, family, style, copyright_text)
        font.save(target)
    font = TTFont(target)
    print(f'{os.path.basename(target):32} {os.path.getsize(target):9,} B  {len(font.getBestCmap()):6} code points')
    return sorted(font.getBestCmap())


def ranges(codes):
    out = []
    for code in codes:
        if out and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code])
    return out


def main():
    sources, project = sys.argv[1:3]

    def package(key):
        at = SOURCES[key].rindex('@')
        name = SOURCES[key][1:at].replace('/', '-')
        return os.path.join(sources, f'{name}-{SOURCES[key][at + 1:]}', 'package')

    def subsets(key, stem, names, style):
        return [os.path.join(package(key), 'files', f'{stem}-{name}-{style}.woff2') for name in names]

    target = os.path.join(project, 'resources', 'fonts')
    os.makedirs(target, exist_ok=True)
    latin = ['latin', 'latin-ext']
    mono = ['latin', 'latin-ext', 'greek', 'cyrillic', 'cyrillic-ext', 'vietnamese']
    hangul = sorted(
        (os.path.join(package('gothic'), 'files', f) for f in os.listdir(os.path.join(package('gothic'), 'files'))
         if re.fullmatch(r'gothic-a1-\d+-400-normal\.woff2', f)),
        key=lambda p: int(p.split('-400-')[0].rsplit('-', 1)[1]))

    def out(name):
        return os.path.join(target, name)

    def only_hangul(code):
        return 0xAC00 <= code <= 0xD7A3 or 0x3131 <= code <= 0x318E

    cover = {}
    atkinson = 'Copyright 2020-2024 The Atkinson Hyperlegible Next Project Authors (https://github.com/googlefonts/atkinson-hyperlegible-next)'
    jetbrains = 'Copyright 2020 The JetBrains Mono Project Authors (https://github.com/JetBrains/JetBrainsMono)'
    stem = 'atkinson-hyperlegible-next'
    cover['text'] = build(subsets('atkinson', stem, latin, '400-normal'), out('TephraText-Regular.ttf'), 'Tephra Text', 'Regular', atkinson)
    bold = build(subsets('atkinson', stem, latin, '700-normal'), out('TephraText-Bold.ttf'), 'Tephra Text', 'Bold', atkinson)
    italic = build(subsets('atkinson', stem, latin, '400-italic'), out('TephraText-Italic.ttf'), 'Tephra Text', 'Italic', atkinson)
    cover['text'] = sorted(set(cover['text']) & set(bold) & set(italic))
    cover['mono'] = build(subsets('jetbrains', 'jetbrains-mono', mono, '400-normal'), out('TephraMono-Regular.ttf'), 'Tephra Mono', 'Regular', jetbrains)
    bold = build(subsets('jetbrains', 'jetbrains-mono', mono, '700-normal'), out('TephraMono-Bold.ttf'), 'Tephra Mono', 'Bold', jetbrains)
    cover['mono'] = sorted(set(cover['mono']) & set(bold))
    cover['monoSymbols'] = build([f'{DEJAVU}/DejaVuSansMono.ttf'], out('TephraMonoSymbols.ttf'), 'Tephra Mono Symbols', 'Regular')
    cover['symbols'] = build([f'{DEJAVU}/DejaVuSans.ttf'], out('TephraSymbols.ttf'), 'Tephra Symbols', 'Regular')
    cover['cjk'] = build([DROID], out('TephraCJK.ttf'), 'Tephra CJK', 'Regular', features=[])
    cover['hangul'] = build(hangul, out('TephraHangul.ttf'), 'Tephra Hangul', 'Regular', keep=only_hangul, features=[],
                            copyright_text='(C) Copyright HanYang I&C Co.,Ltd. All rights reserved.')
    cover['emoji'] = build([os.path.join(package('emoji'), 'files', 'noto-emoji-emoji-400-normal.woff2')], out('TephraEmoji.ttf'),
                           'Tephra Emoji', 'Regular', 'Copyright 2013 Google LLC', keep=lambda c: c > 0x7F, features=[])

    cover['controls'] = build([os.path.join(package('controls'), 'files', 'noto-sans-symbols-2-symbols-400-normal.woff2')], out('TephraControls.ttf'),
                              'Tephra Controls', 'Regular', 'Copyright 2022 The Noto Project Authors (https://github.com/notofonts/symbols)',
                              keep=lambda c: 0x2400 <= c <= 0x2426, features=[])

    for key, name in {'atkinson': 'TephraText', 'jetbrains': 'TephraMono', 'gothic': 'TephraHangul', 'emoji': 'TephraEmoji', 'controls': 'TephraControls'}.items():
        shutil.copy(os.path.join(package(key), 'LICENSE'), out(f'{name}-LICENSE.txt'))

    with open(os.path.join(project, 'src/engine/report/fonts/coverage.ts'), 'w') as file:
        file.write('/**\n * Code points each font has, as first-last pairs in hex; made by make-fonts.py together with the fonts.\n')
        file.write(' * A face counts for a code point only when every weight of it has the glyph.\n */\n')
        file.write('export const COVERAGE = {\n')
        for name, codes in cover.items():
            words = [f'{a:x}' if a == b else f'{a:x}-{b:x}' for a, b in ranges(codes)]
            lines, line = [], ''
            for word in words:
                if len(line) + len(word) > 110:
                    lines.append(line)
                    line = ''
                line += (' ' if line or lines else '') + word
            lines.append(line)
            body = ' +\n    '.join(f"'{text}'" for text in lines)
            file.write(f'  {name}:\n    {body},\n')
        file.write('} as const;\n')


main()
