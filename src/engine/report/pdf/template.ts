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
#let sev-color = rgb("#9c2f28")

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
#let grid-table(align, header, ..rows) = {
  set text(size: 9pt)
  set par(justify: false)
  table(columns: align.len(), align: align.map(x => x + top), stroke: none, inset: (x: 5pt, y: 4pt),
    table.header(repeat: true, table.hline(stroke: rule-stroke), ..header.map(x => strong(x)), table.hline(stroke: 0.6pt + ink-3)),
    ..rows.pos().map(r => (..r, table.hline(stroke: hair))).flatten())
}
#let tbl(caption, align, header, ..rows) = if caption == none { grid-table(align, header, ..rows) } else {
  figure(kind: table, supplement: none, numbering: none, caption: figure.caption(position: top, caption), grid-table(align, header, ..rows))
}
#let kept(keep, x) = table.cell(breakable: not keep, x)
#let problem(..x) = block(stroke: (left: 2pt + rgb("#c5c4c1")), inset: (left: 10pt, y: 2pt), text(fill: ink-3, style: "italic", cat(..x)))
// Lines of evidence in their place: a head in grey, what was meant on a tint.
#let excerpt(caption, note, ..lines) = {
  block(above: 12pt, below: 5pt, sticky: true, text(size: 8.5pt, fill: ink-2, caption))
  block(width: 100%, below: 6pt, stroke: (left: 2pt + proof-edge), inset: (left: 0pt, y: 2pt), {
    set text(font: mono-families, size: 7.8pt)
    set par(leading: 0.5em, spacing: 0pt, justify: false)
    for (head, cited, words) in lines.pos() {
      block(width: 100%, above: 0pt, below: 0pt, inset: (x: 8pt, y: 2.4pt), fill: if cited { proof-tint } else { none }, { if head != none { text(fill: ink-3, head); h(7pt) }; words })
    }
  })
  if note != none { text(size: 8.5pt, fill: ink-3, note) }
}
// A picture, or a region of one: the rest lies outside the clip.
#let pic(path, alternative, width, height, region, caption) = figure(kind: image, alt: alternative, supplement: none, numbering: none, caption: caption, layout(size => {
  let (x, y, w, h) = if region == none { (0, 0, width, height) } else { region }
  let px = calc.min(size.width / w, 0.75pt * 2, 170mm / h)
  box(clip: true, width: w * px, height: h * px, stroke: hair, place(top + left, dx: -x * px, dy: -y * px, image(path, width: width * px)))
}))
#let step(question, answer, cites) = block(below: 8pt, { text(fill: ink-2, question); linebreak(); strong(answer); if cites != none { h(4pt); cites } })
#let actions(head, ..rows) = {
  set text(size: 9pt)
  set par(justify: false, leading: 0.55em)
  table(columns: (1fr, 27mm, 20mm, 42mm, 16mm), align: (left + top, left + top, left + top, left + top, right + top), stroke: none, inset: (x: 4pt, y: 5pt),
    table.header(repeat: true, table.hline(stroke: rule-stroke), ..head.map(x => strong(x)), table.hline(stroke: 0.6pt + ink-3)),
    ..rows.pos().map(r => (..r.slice(1).map(x => kept(r.first(), x)), table.hline(stroke: hair))).flatten())
}
#let action-cell(title, about, note) = { strong(title); if about != none { linebreak(); text(size: 7.8pt, fill: ink-3, about) }; if note != none { block(above: 4pt, text(size: 8.5pt, note)) } }
#let session(when, ..attendance) = {
  block(below: 8pt, text(size: 9pt, fill: ink-2, when))
  if attendance.pos().len() > 0 {
    block(below: 10pt, grid(columns: (28mm, 1fr), row-gutter: 5pt, ..attendance.pos().map(((part, who)) => (text(size: 9pt, fill: ink-3, part), text(size: 9pt, who))).flatten()))
  }
}
#let minute(body, about) = { body; if about != none { linebreak(); text(size: 8pt, fill: ink-3, about) } }
#let nothing() = p(text(fill: ink-3, style: "italic", "Nothing written here."))

#let tag(fill-color, words) = box(fill: fill-color, radius: 2pt, inset: (x: 6pt), outset: (y: 3.4pt), text(fill: white, weight: "bold", size: 9.5pt, words))
#let cover(genre, incident, title, severity, status, notices, strip, facts) = {
  set par(justify: false)
  v(26mm)
  block(below: 14pt, par(text(size: 10pt, fill: ink-3, weight: "bold", tracking: 0.06em, if incident == "" { genre } else { genre + "   " + incident })))
  block(below: 18pt, { set par(leading: 0.42em); text(size: 29pt, weight: "bold", std.title(text(size: 29pt, title))) })
  if severity != none or status != none {
    block(below: 10pt, {
      if severity != none { tag(sev-color, severity.level); h(8pt); text(size: 10.5pt, weight: "bold", severity.kind); h(8pt); text(size: 9.5pt, fill: ink-2, severity.why) }
      if severity != none and status != none { linebreak(); v(5pt, weak: true) }
    })
    if status != none { block(below: 10pt, par(text(size: 10.5pt, weight: "bold", status))) }
  }
  for n in notices { block(below: 5pt, par(text(size: 9pt, fill: ink-2, n))) }
  line(length: 100%, stroke: rule-stroke)
  if strip != none { block(above: 16pt, below: 12pt, breakable: false, strip) }
  block(width: 100%, above: 12pt, below: 22pt, fill: sunken, inset: (x: 10pt, y: 5pt), {
    set text(size: 9.5pt)
    table(columns: (auto, auto, 1fr), stroke: none, inset: (x: 4pt, y: 4pt),
      table.header(..("In short", "", "Measured").map(x => text(size: 8pt, fill: ink-3, x))),
      ..facts.map(f => (text(fill: ink-3, f.label), strong(f.value), text(fill: ink-2, f.definition))).flatten())
  })
}
#let contents() = {
  set text(size: 9.5pt)
  show outline.entry.where(level: 1): set block(above: 8pt)
  show outline.entry.where(level: 2): set block(above: 5pt)
  show outline.entry: set text(fill: ink)
  show outline.entry.where(level: 2): set text(size: 8.8pt, fill: ink-2)
  outline(title: none, depth: 2, indent: 12pt)
  pagebreak(weak: true)
}

// Shapes as SVG, words over them as text like any other: see figure-labels.ts. Sizes are in px of the figure.
#let fig(svg, width-px, height-px, alternative, note, caption, ..labels) = {
  figure(kind: image, alt: alternative, supplement: none, numbering: none, caption: caption, layout(size => {
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
#let entry(keep, time, utc, kind, flag, title, note, cites, order) = (
  kept(keep, { text(font: mono-families, size: 8pt, time); if utc != none { linebreak(); text(size: 7pt, fill: ink-3, utc) }; if order != none { linebreak(); text(size: 7pt, fill: warn, order) } }),
  kept(keep, { if flag != none { box(fill: ink, inset: (x: 3pt), outset: (y: 2pt), text(size: 7.5pt, fill: white, weight: "bold", flag)); h(4pt) }; strong(title); linebreak(); text(size: 7.8pt, fill: ink-3, kind); if note != none { block(above: 4pt, text(size: 8.5pt, note)) } }),
  kept(keep, cites),
  table.hline(stroke: hair),
)

#let cited-on(n, count, total) = context {
  let pages = range(1, count + 1).map(o => label("cite-" + str(n) + "-" + str(o)))
  let shown = ()
  let parts = ()
  // What a format leaves out is cited nowhere.
  for l in pages.filter(l => query(l).len() > 0) {
    let page = counter(page).at(l).first()
    if page not in shown { shown.push(page); parts.push(link(l, text(fill: accent, str(page)))) }
  }
  if parts.len() > 0 { text(size: 8pt, fill: ink-3, { if parts.len() == 1 { "Cited on page " } else { "Cited on pages " }; parts.join(", "); if total > count { " and further on" } }) }
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

#let report(title: "", incident: "", as-of: "", hash: none, marking: none, body) = {
  set document(title: title, date: auto)
  set page(
    paper: "a4", margin: (x: 21mm, top: 24mm, bottom: 22mm),
    header: context if counter(page).get().first() > 1 {
      set text(size: 8pt, fill: ink-3)
      block(width: 100%, below: 0pt, stroke: (bottom: hair), inset: (bottom: 4pt), grid(columns: (1fr, auto), column-gutter: 12pt, box(height: 1em, clip: true, width: 100%, title), if marking == none { incident } else { marking }))
    },
    footer: context {
      set text(size: 8pt, fill: ink-3)
      grid(columns: (1fr, auto, auto), column-gutter: 12pt, "Case as of " + as-of + if hash == none { "" } else { ", text " + hash } + if marking == none { "" } else { ", " + marking }, incident, str(counter(page).get().first()) + " / " + str(counter(page).final().first()))
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
  show figure: set align(left)
  show figure.caption: set text(size: 8.5pt, fill: ink-2)
  show figure.where(kind: table): set block(breakable: true)
  show list: set block(above: 0.85em, below: 1.1em)
  show enum: set block(above: 0.85em, below: 1.1em)
  show grid: set block(above: 0.85em, below: 1.1em)
  body
}
`;
