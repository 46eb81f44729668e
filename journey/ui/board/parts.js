// What the layers draw with: signed numbers, small icons, initials, choices in a row, a window that opens under its button.

const PARTS_ARROWS = { better: "▲", worse: "▼", watch: "●" }
const PARTS_ICONS = {
  close: "M4 4l8 8M12 4l-8 8", comment: "M2.5 3.5h11v7.5h-6l-3 2.5v-2.5h-2z", link: "M6.5 9.5l3-3M7 4.5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5L7.5 13a2.8 2.8 0 0 1-4-4L5 7.5",
  evidence: "M4 2.5h5.5L12 5v8.5H4zM6 7h4M6 9h4M6 11h2.5", undo: "M6 3.5L2.5 7 6 10.5M3 7h6.5a3 3 0 0 1 0 6H7", redo: "M10 3.5L13.5 7 10 10.5M13 7H6.5a3 3 0 0 0 0 6H9",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10", present: "M2 3h12v8H2zM8 11v2.5M5.5 13.5h5", star: "M8 2.2l1.7 3.7 4 .5-3 2.7.8 4L8 11.1 4.5 13.1l.8-4-3-2.7 4-.5z",
  filter: "M2.5 4h11M4.5 8h7M6.5 12h3", show: "M1.5 8C3.5 4.7 5.6 3.5 8 3.5S12.5 4.7 14.5 8c-2 3.3-4.1 4.5-6.5 4.5S3.5 11.3 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6", view: "M2.5 3h11v10h-11zM2.5 6.5h11M6.5 6.5v6.5",
  minus: "M3.5 8h9", plus: "M3.5 8h9M8 3.5v9", down: "M4.5 6.5L8 10l3.5-3.5", tick: "M3 8.5l3.2 3L13 4.5", pen: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
}

function partsIcon(name) {
  return drawn("svg", { viewBox: "0 0 16 16", class: "b-icon", "aria-hidden": "true" }, drawn("path", { d: PARTS_ICONS[name] }))
}

/** An emotion as the rest of the product writes it: +2.4, −3, 0. */
function partsSigned(value) {
  const tenth = Math.round(value * 10) / 10
  return `${tenth > 0 ? "+" : tenth < 0 ? "−" : ""}${Math.abs(tenth)}`
}

const partsCount = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`
const partsNarrow = (board) => board.root.clientWidth < 720

/** The word of the emotion scale that lies nearest. */
function partsFelt(scale, value) {
  const near = (scale ?? []).reduce((best, word) => (!best || Math.abs(word.at - value) < Math.abs(best.at - value) ? word : best), null)
  return near?.word ?? ""
}

/** Somebody as a small disc: the same colour for the same name, whoever looks. */
function partsFace(person, tag = "span") {
  const shade = [...person.name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7) % 6
  return make(tag, { className: `b-face b-shade${shade}`, textContent: person.initials, title: person.name })
}

function partsButton(icon, label, onclick, { words = "", className = "" } = {}) {
  return make("button", { type: "button", className: `b-tool ${className}`, title: words ? "" : label, onclick, aria: words === label ? {} : { label } },
    icon && partsIcon(icon), words && make("span", { textContent: words }))
}

/** Choices of which one holds, in a row; `choose(value)` when another is taken. Returns the group, with `.set(value)`. */
function partsChoice(label, options, choose) {
  const group = make("div", { className: "b-choice", role: "radiogroup", aria: { label } })
  const buttons = options.map(([value, said, title]) => {
    const button = make("button", { type: "button", role: "radio", textContent: said, title: title ?? "", onclick: () => choose(value) })
    button.value = value
    return button
  })
  group.append(...buttons)
  group.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], at = buttons.indexOf(event.target)
    if (!step || at < 0) return
    event.preventDefault()
    event.stopPropagation()
    const next = buttons[(at + step + buttons.length) % buttons.length]
    next.focus()
    next.click()
  }
  group.set = (value) => {
    const now = buttons.find((button) => button.value === `${value}`)
    buttons.forEach((button) => {
      button.setAttribute("aria-checked", `${button === now}`)
      button.tabIndex = button === now || (!now && button === buttons[0]) ? 0 : -1
    })
  }
  return group
}

/** A box to tick with its words; `.set(on)` without telling anybody. */
function partsTick(said, change, note = "") {
  const box = make("input", { type: "checkbox", onchange: () => change(box.checked) })
  const label = make("label", { className: "b-tick" }, box, make("span", { textContent: said }, note && make("small", { textContent: note })))
  label.set = (on) => { box.checked = on }
  return label
}

/**
 * A button with a window under it (a sheet at the bottom of a narrow screen). `fill(window)` writes it each time it opens and
 * may return what keeps it up to date. Escape, a press outside and leaving by Tab close it; focus goes back to the button.
 */
function partsWindow(board, button, label, fill) {
  const place = make("div", { className: "b-pop", role: "dialog", hidden: true, tabIndex: -1, aria: { label } })
  const whole = make("div", { className: "b-under-button" }, button, place)
  let update = null
  const outside = (event) => { if (!whole.contains(event.target)) close(false) }
  function open() {
    update = fill(place) ?? null
    place.hidden = false
    button.setAttribute("aria-expanded", "true")
    const box = place.getBoundingClientRect(), edge = board.root.getBoundingClientRect().right
    place.style.translate = partsNarrow(board) ? "" : `${Math.min(0, edge - box.right - 4)}px`
    update?.()
    document.addEventListener("pointerdown", outside, true)
    ;(place.querySelector("[data-first], input, button, select") ?? place).focus()
  }
  function close(back = true) {
    if (place.hidden) return
    place.hidden = true
    place.style.translate = ""
    update = null
    button.setAttribute("aria-expanded", "false")
    document.removeEventListener("pointerdown", outside, true)
    if (back) button.focus()
  }
  button.setAttribute("aria-haspopup", "dialog")
  button.setAttribute("aria-expanded", "false")
  button.onclick = () => (place.hidden ? open() : close())
  place.onkeydown = (event) => {
    event.stopPropagation()
    if (event.key === "Escape") { event.preventDefault(); close() }
  }
  whole.addEventListener("focusout", (event) => { if (event.relatedTarget && !whole.contains(event.relatedTarget)) close(false) })
  return { whole, close, update: () => update?.(), leave: () => document.removeEventListener("pointerdown", outside, true) }
}
