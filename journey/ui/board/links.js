// What a thing is linked to, and how it is linked: to a card of the map, to work, to what customers said; or as a hand-off.

const LINKS_WHAT = { action: "action", change: "change", verbatim: "what a customer wrote", quote: "quote", conversation: "conversation", alert: "alert", metric: "KPI", ticket: "ticket", turn: "what a customer said" }

const linksSort = (ref) => LINKS_WHAT[kindOf(ref)] ?? kindOf(ref)

function linksPart(board, ref) {
  const list = make("ul", { className: "b-links" }), add = linksAdd(board, ref), element = make("section", {}, make("h2", { textContent: "Linked to" }), list, board.can.edit && add.element)
  let written = ""
  return {
    element,
    update(thing) {
      const links = thing.links ?? [], sign = JSON.stringify([links, board.can.edit])
      if (sign === written) return
      written = sign
      list.replaceChildren(...links.map((link) => linksItem(board, ref, link)))
      list.hidden = !links.length
      element.hidden = !links.length && !board.can.edit
    },
    leave: add.leave,
  }
}

function linksItem(board, ref, link) {
  const other = board.find(link.ref), words = link.said || (other && wordsOf(other)) || "what is no longer there"
  const what = link.kind || (other ? (PANEL_SORTS[sortOf(other)] ?? "Card").toLowerCase() : linksSort(link.ref))
  const to = link.href ? make("a", { href: link.href, textContent: words }) : make("button", { type: "button", className: "b-link", textContent: words, disabled: !other, onclick: () => { board.goTo(link.ref); board.open(link.ref) } })
  const off = board.can.edit && make("button", { type: "button", className: "b-off", title: "Remove the link", aria: { label: `Remove the link to ${words}` } }, partsIcon("close"))
  if (off) off.onclick = () => board.act({ kind: "unlink", from: ref, to: link.ref, ...(link.kind ? { link: link.kind } : {}) }, { say: "The link is removed." })
  // a ticket is somebody else's page: it opens beside the map
  const ticket = /^https?:\/\//.test(link.ticket ?? "") && make("a", { className: "b-ticket", href: link.ticket, target: "_blank", rel: "noopener", textContent: "Ticket", aria: { label: `Ticket of ${words}` } })
  return make("li", {}, make("small", { textContent: what }), make("span", {}, to, ticket && " · ", ticket), off)
}

/** Search the map's own things, the work beside it and what customers said, and link one of them; or pass work on to it. */
function linksAdd(board, ref) {
  const id = fieldId(), input = make("input", { id, className: "b-input", role: "combobox", placeholder: "Link to …", autocomplete: "off", aria: { label: "Link to", expanded: "false", controls: `${id}-list`, autocomplete: "list" } })
  const kind = make("select", { className: "b-input", aria: { label: "How they belong together" } }, make("option", { value: "", textContent: "belongs to" }), make("option", { value: "hand-off", textContent: "hands over to" }))
  const found = make("ul", { id: `${id}-list`, className: "b-found", role: "listbox", hidden: true, aria: { label: "What can be linked" } })
  const element = make("div", { className: "b-link-add" }, kind, input, found)
  let at = -1, shown = [], beside = [], asking = 0, asked = ""
  const close = () => { clearTimeout(asking); found.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1 }
  const choose = (thing) => {
    board.act({ kind: "link", from: ref, to: thing.ref, ...(kind.value ? { link: kind.value } : {}) }, { say: `Linked to ${wordsOf(thing)}.` })
    input.value = ""
    close()
    input.focus()
  }
  function look() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean), first = at
    const all = [...board.map.items, ...(kind.value ? board.map.stages : [])]
    const held = new Set((board.find(ref)?.links ?? []).map((link) => link.ref))
    shown = words.length ? all.filter((thing) => thing.ref !== ref && !held.has(thing.ref) && !thing.ref.startsWith("new:") && words.every((word) => wordsOf(thing).toLowerCase().includes(word))).slice(0, 7) : []
    shown.push(...(kind.value ? [] : beside.filter((thing) => !held.has(thing.ref) && words.every((word) => thing.text.toLowerCase().includes(word)))))
    at = -1
    found.replaceChildren(...(shown.length ? shown.map((thing, i) => {
      const option = make("li", { id: `${id}-${i}`, role: "option" }, make("span", { textContent: wordsOf(thing) }), make("small", { textContent: thing.beside ?? panelWhere(board, thing) }))
      option.onpointerdown = (event) => { event.preventDefault(); choose(thing) }
      return option
    }) : [make("li", { className: "b-none-found", textContent: asked === words.join(" ") || kind.value ? "Nothing is called that." : "Looking beside the map …" })]))
    found.hidden = !words.length
    input.setAttribute("aria-expanded", `${!found.hidden}`)
    if (first >= 0 && first < shown.length && words.length) mark(first)
    return words.join(" ")
  }
  /** Work, alerts and what customers said are not on the map: the server is asked for them once nobody types. */
  function search() {
    at = -1
    const words = look()
    clearTimeout(asking)
    if (words.length < 2 || kind.value || words === asked) return
    asking = setTimeout(() => board.ask(ref, "links", (answer) => {
      asked = words
      beside = (answer.found ?? []).map((one) => ({ ref: one.ref, text: one.said, beside: linksSort(one.ref) }))
      if (document.activeElement === input) look()
    }, { words }), 250)
  }
  const mark = (next) => {
    at = (next + shown.length) % shown.length
    ;[...found.children].forEach((one, i) => one.setAttribute("aria-selected", `${i === at}`))
    input.setAttribute("aria-activedescendant", `${id}-${at}`)
    found.children[at].scrollIntoView({ block: "nearest" })
  }
  input.oninput = search
  kind.onchange = search
  input.onblur = close
  input.onkeydown = (event) => {
    if (event.key === "ArrowDown" && shown.length) { event.preventDefault(); mark(at + 1) }
    if (event.key === "ArrowUp" && shown.length) { event.preventDefault(); mark(Math.max(at, 0) - 1) }
    if (event.key === "Enter" && shown.length) { event.preventDefault(); choose(shown[Math.max(0, at)]) }
    if (event.key === "Escape" && !found.hidden) { event.preventDefault(); event.stopPropagation(); close() }
  }
  return { element, leave: close }
}
