// A text with its marks: what was kept as a quote, what was searched for, what redaction left in the place of a name.

/** Where `pattern` matches, as spans of that kind. */
function found(text, pattern, kind) {
  return Array.from(text.matchAll(pattern), (m) => ({ from: m.index, to: m.index + m[0].length, kind }))
}

/** The first place of each quote in the text; whoever kept it may have set its lines otherwise. */
function kept(text, quotes) {
  return quotes.flatMap((quote) => {
    const words = quote.text.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    return found(text, new RegExp(words.join("\\s+"), "g"), "kept").slice(0, 1)
  })
}

/** Put the text into `place`, cut where a mark begins or ends; always as text, never as HTML. */
function write(place, text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap((span) => [span.from, span.to])])].sort((a, b) => a - b)
  const parts = cuts.slice(1).map((to, i) => {
    const part = text.slice(cuts[i], to)
    const kinds = spans.filter((span) => span.from <= cuts[i] && span.to >= to).map((span) => span.kind)
    return kinds.length ? make(kinds.includes("gone") ? "span" : "mark", { className: kinds.join(" "), textContent: part }) : part
  })
  place.replaceChildren(...parts)
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}
