// The library's touchpoints, offered under the field in which a new one is named: taken as they are, or left for words of one's own.

const SHELF_MOST = 6

/** What the library knows of a touchpoint of that name: its channel, and whether it is our own ground. */
function shelfFields(shelf, name) {
  const found = shelf.find((one) => one.name.toLowerCase() === name.toLowerCase())
  return found ? { channel: found.channel, own: found.own } : null
}

/** The list under `area`: those with the typed words, to press, or to go to with the arrow keys and take by Enter. */
function shelfOffers(area, shelf, taken) {
  const id = fieldId(), list = make("ul", { id, className: "b-found b-shelf", role: "listbox", aria: { label: "Touchpoints of the library" } })
  let at = -1, offered = []
  area.role = "combobox"
  attributes(area, { "aria-autocomplete": "list", "aria-controls": id, autocomplete: "off" })
  const take = (one) => { area.value = one.name; taken() }
  function draw() {
    const words = area.value.toLowerCase().split(/\s+/).filter(Boolean)
    offered = shelf.filter((one) => words.every((word) => `${one.name} ${one.channel}`.toLowerCase().includes(word))).slice(0, SHELF_MOST)
    list.replaceChildren(...offered.map((one, i) => make("li", { id: `${id}-${i}`, role: "option", onclick: () => take(one), aria: { selected: "false" } },
      make("span", { textContent: one.name }), make("small", { textContent: one.own ? one.channel : `${one.channel}, not ours` }))))
    list.hidden = !offered.length
    mark(-1)
  }
  function mark(next) {
    at = next
    ;[...list.children].forEach((one, i) => one.setAttribute("aria-selected", `${i === at}`))
    attributes(area, { "aria-expanded": `${!list.hidden}`, "aria-activedescendant": at < 0 ? null : `${id}-${at}` })
    list.children[at]?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }
  area.addEventListener("input", draw)
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || !offered.length) return
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    // one place more than there are offers: what was typed
    if (way) { event.preventDefault(); mark(((at + 1 + way + offered.length + 1) % (offered.length + 1)) - 1) }
    if (event.key === "Enter" && at >= 0) area.value = offered[at].name
  }, { capture: true })
  // the field keeps its focus while its offers are pressed
  list.onpointerdown = (event) => { event.stopPropagation(); event.preventDefault() }
  for (const press of ["click", "dblclick"]) list.addEventListener(press, (event) => event.stopPropagation())
  draw()
  return list
}
