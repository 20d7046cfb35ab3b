import { MONO_FAMILIES, TEXT_FAMILIES } from '../fonts/printable.ts';

const list = (names: readonly string[]): string => `(${names.map((name) => JSON.stringify(name)).join(', ')})`;

/**
 * The look of a report, in Typst. Everything below the template calls these functions with string literals only
 * (`typst-source.ts`), so no text of a person or of evidence is ever read as markup. Colours are the light tokens of
 * the app. `fallback: false` with families of our own keeps installed fonts out.
 */
export const TEMPLATE = `
#let text-families = ${list(TEXT_FAMILIES)}
#let mono-families = ${list(MONO_FAMILIES)}
#let ink = rgb("#1a1917")
#let ink-2 = rgb("#494745")
#let ink-3 = rgb("#63625f")
#let hair = 0.5pt + rgb("#d6d4d1")
#let rule-stroke = 0.8pt + rgb("#868482")
#let sunken = rgb("#f7f6f3")
#let accent = rgb("#1851a6")
#let proof = rgb("#00645e")
#let proof-tint = rgb("#e8f7f5")
#let proof-edge = rgb("#95cac4")
#let warn = rgb("#b12c01")

#let cat(..parts) = parts.pos().join()
// A place where a long word may break, of no width that anybody sees; a zero-width space would stay in copied text.
#let z = h(0.001pt)
#let b(..x) = strong(cat(..x))
#let i(..x) = emph(cat(..x))
#let s(..x) = strike(cat(..x))
#let m(..x) = text(font: mono-families, size: 0.88em, cat(..x))
#let quiet(..x) = text(fill: ink-3, cat(..x))
#let small(..x) = text(size: 8.5pt, fill: ink-2, cat(..x))
#let p(..x) = par(cat(..x))
#let hd(level, ..x) = heading(level: level, cat(..x))
#let a(url, ..x) = link(url, text(fill: accent, cat(..x)))
#let fn(..x) = footnote(cat(..x))
#let chip(n) = box(fill: proof-tint, stroke: 0.4pt + proof-edge, radius: 1.5pt, inset: (x: 2pt), outset: (y: 1.6pt),
  text(size: 0.78em, fill: proof, weight: "bold", "[" + str(n) + "]"))
#let c(n, occurrence) = if occurrence <= 8 [#link(label("evidence-" + str(n)), chip(n))#label("cite-" + str(n) + "-" + str(occurrence))] else { link(label("evidence-" + str(n)), chip(n)) }
#let q(..x) = block(stroke: (left: 2pt + rgb("#c5c4c1")), inset: (left: 10pt, y: 2pt), text(fill: ink-2, cat(..x)))
#let hr() = line(length: 100%, stroke: hair)
#let code-lines(size, lines) = {
  set text(font: mono-families, size: size)
  set par(leading: 0.5em, spacing: 0.5em, justify: false, hanging-indent: 1.6em)
  for l in lines { if l == none { v(0.6em) } else { par(l) } }
}
#let code(..lines) = block(width: 100%, fill: sunken, inset: (x: 8pt, y: 7pt), code-lines(8pt, lines.pos()))
#let tick(on) = box(width: 8.5pt, height: 8.5pt, stroke: 0.7pt + ink-2, radius: 1pt, baseline: 1pt, if on { place(center + horizon, text(size: 8pt, weight: "bold", "\u{2713}")) })
#let tasks(..items) = grid(columns: (16pt, 1fr), row-gutter: 0.75em, ..items.pos().map(t => (pad(left: 2pt, tick(t.at(0))), t.at(1))).flatten())
#let tbl(align, header, ..rows) = {
  set text(size: 9pt)
  set par(justify: false)
  table(columns: align.len(), align: align.map(x => x + top), stroke: none, inset: (x: 5pt, y: 4pt),
    table.header(repeat: true, table.hline(stroke: rule-stroke), ..header.map(x => strong(x)), table.hline(stroke: 0.6pt + ink-3)),
    ..rows.pos().map(r => (..r, table.hline(stroke: hair))).flatten())
}
#let nothing() = p(text(fill: ink-3, style: "italic", "Nothing written here."))

#let cover(genre, incident, title, facts, marks) = {
  set par(justify: false)
  block(below: 11pt, text(size: 9pt, fill: ink-3, weight: "bold", tracking: 0.06em, if incident == "" { genre } else { genre + "   " + incident }))
  block(below: 14pt, { set par(leading: 0.4em); text(size: 23pt, weight: "bold", std.title(text(size: 23pt, title))) })
  if marks.len() > 0 {
    block(above: 6pt, below: 12pt, breakable: false, grid(
      columns: (1fr,) * marks.len(), row-gutter: 4pt,
      ..marks.enumerate().map(((n, k)) => block(width: 100%, height: 9pt, {
        place(horizon + left, line(length: 100%, stroke: if n + 1 < marks.len() { 1pt + ink-2 } else { 0pt + white }))
        place(horizon + left, circle(radius: 3.2pt, fill: ink))
      })),
      ..marks.map(k => text(size: 8.5pt, weight: "bold", k.title)),
      ..marks.map(k => pad(right: 4pt, text(size: 8.5pt, font: mono-families, k.time))),
      ..marks.map(k => pad(right: 4pt, text(size: 7.5pt, fill: ink-3, k.date))),
      ..marks.map(k => pad(right: 4pt, text(size: 7.5pt, fill: ink-3, k.utc))),
    ))
  }
  block(width: 100%, below: 18pt, fill: sunken, inset: (x: 10pt, y: 4pt), {
    set text(size: 9.5pt)
    table(columns: (auto, auto, 1fr), stroke: none, inset: (x: 4pt, y: 4pt),
      ..facts.map(f => (text(fill: ink-3, f.label), strong(f.value), text(fill: ink-2, f.definition))).flatten())
  })
}

// Shapes as SVG, words over them as text like any other: see figure-labels.ts. Sizes are in px of the figure.
#let fig(svg, width-px, height-px, alternative, note, ..labels) = {
  figure(kind: image, alt: alternative, layout(size => {
    let px = size.width / width-px
    box(width: size.width, height: height-px * px, {
      place(top + left, pdf.artifact(image(bytes(svg), format: "svg", width: size.width)))
      set text(top-edge: "baseline", bottom-edge: "baseline", number-width: "proportional")
      for (x, y, anchor, runs) in labels.pos() {
        let body = box(runs.map(((gap, size, fill, weight, mono, words)) => {
          h(gap * px)
          text(size: size * px, fill: rgb(fill), weight: weight, font: if mono { mono-families } else { text-families }, words)
        }).join())
        if anchor == "start" { place(top + left, dx: x * px, dy: y * px, body) } else {
          // In a context of its own: the one of layout does not know what was set since.
          context place(top + left, dx: x * px - measure(body).width * if anchor == "end" { 1 } else { 0.5 }, dy: y * px, body)
        }
      }
    })
  }))
  if note != none { text(size: 8.5pt, fill: ink-3, note) }
}

#let timeline-rows(head, ..rows) = {
  set text(size: 8.8pt)
  set par(justify: false, leading: 0.5em, spacing: 0.55em)
  table(columns: (29mm, 1fr, 24mm), align: left + top, stroke: none, inset: (x: 4pt, y: 4.5pt),
    table.header(repeat: true, table.hline(stroke: rule-stroke), ..head.map(x => strong(x)), table.hline(stroke: 0.6pt + ink-3)),
    ..rows.pos().flatten())
}
// A header of its own: it never stands at the end of a page without an entry below it.
#let day(d) = (table.header(level: 2, repeat: false, table.cell(colspan: 3, fill: sunken, text(weight: "bold", d))),)
#let entry(time, utc, kind, flag, title, note, cites, order) = (
  { text(font: mono-families, size: 8pt, time); if utc != none { linebreak(); text(size: 7pt, fill: ink-3, utc) }; if order != none { linebreak(); text(size: 7pt, fill: warn, order) } },
  { if flag != none { box(fill: ink, inset: (x: 3pt), outset: (y: 2pt), text(size: 7.5pt, fill: white, weight: "bold", flag)); h(4pt) }; strong(title); linebreak(); text(size: 7.8pt, fill: ink-3, kind); if note != none { block(above: 4pt, text(size: 8.5pt, note)) } },
  cites,
  table.hline(stroke: hair),
)

#let cited-on(n, count, total) = context {
  let pages = range(1, count + 1).map(o => label("cite-" + str(n) + "-" + str(o)))
  let shown = ()
  let parts = ()
  for l in pages {
    let page = counter(page).at(l).first()
    if page not in shown { shown.push(page); parts.push(link(l, text(fill: accent, str(page)))) }
  }
  text(size: 8pt, fill: ink-3, { if parts.len() == 1 { "Cited on page " } else { "Cited on pages " }; parts.join(", "); if total > count { " and further on" } })
}
#let proof-entry(n, count, total, head, facts, sha, excerpt, problem) = {
  [#block(above: 14pt, below: 5pt, sticky: true, breakable: false, grid(columns: (24pt, 1fr), chip(n), strong(head)))#label("evidence-" + str(n))]
  pad(left: 24pt, {
    set par(justify: false, leading: 0.55em, spacing: 0.55em)
    block(sticky: true, below: 5pt, {
      if facts != none { par(text(size: 8.5pt, facts)) }
      par(text(size: 7.4pt, font: mono-families, fill: ink-2, sha))
      if count > 0 { par(cited-on(n, count, total)) }
    })
    if problem != none { block(below: 5pt, text(size: 8.8pt, fill: warn, problem)) }
    if excerpt != none { block(width: 100%, fill: proof-tint, stroke: (left: 2pt + proof-edge), inset: (x: 8pt, y: 6pt), below: 5pt, code-lines(7.6pt, excerpt)) }
  })
}
#let artifacts(head, ..rows) = {
  set text(size: 8.5pt)
  set par(justify: false, leading: 0.5em, spacing: 0.5em)
  table(columns: (1fr, auto, auto, auto, auto), align: (left + top, right + top, right + top, right + top, right + top), stroke: none, inset: (x: 4pt, y: 4.5pt),
    table.header(repeat: true, table.hline(stroke: rule-stroke), ..head.map(x => strong(x)), table.hline(stroke: 0.6pt + ink-3)),
    ..rows.pos().flatten())
}
#let artifact(path, about, sha, size, records, understood, diagnostics) = (
  { strong(path); linebreak(); text(size: 7.8pt, fill: ink-2, about); linebreak(); text(size: 6.6pt, font: mono-families, fill: ink-2, sha) },
  size, records, understood, diagnostics, table.hline(stroke: hair),
)

#let report(title: "", incident: "", as-of: "", body) = {
  set document(title: title, date: auto)
  set page(
    paper: "a4", margin: (x: 21mm, top: 24mm, bottom: 22mm),
    header: context if counter(page).get().first() > 1 {
      set text(size: 8pt, fill: ink-3)
      block(width: 100%, below: 0pt, stroke: (bottom: hair), inset: (bottom: 4pt), grid(columns: (1fr, auto), column-gutter: 12pt, box(height: 1em, clip: true, width: 100%, title), incident))
    },
    footer: context {
      set text(size: 8pt, fill: ink-3)
      grid(columns: (1fr, auto), "Case as of " + as-of, str(counter(page).get().first()) + " / " + str(counter(page).final().first()))
    },
  )
  set text(font: text-families, fallback: false, size: 10pt, fill: ink, lang: "en", hyphenate: false, number-width: "tabular")
  set par(justify: false, leading: 0.68em, spacing: 1em)
  set strong(delta: 300)
  set list(indent: 4pt, body-indent: 6pt, marker: ("•", "–"))
  set enum(indent: 4pt, body-indent: 6pt)
  set footnote.entry(separator: line(length: 25%, stroke: hair))
  show raw: set text(font: mono-families)
  show math.equation: set text(font: text-families)
  show heading: set text(weight: "bold")
  show heading.where(level: 1): set text(size: 15pt)
  show heading.where(level: 1): set block(above: 24pt, below: 10pt)
  show heading.where(level: 2): set text(size: 12pt)
  show heading.where(level: 2): set block(above: 18pt, below: 8pt)
  show heading.where(level: 3): set text(size: 10.5pt)
  show heading.where(level: 3): set block(above: 14pt, below: 7pt)
  show figure: set block(above: 12pt, below: 8pt)
  show list: set block(above: 0.85em, below: 1.1em)
  show enum: set block(above: 0.85em, below: 1.1em)
  show grid: set block(above: 0.85em, below: 1.1em)
  body
}
`;
