// Keys of the listening hour: single keys press what stands on the page, never while somebody types.

const FIELDS = "input:not([type=radio]):not([type=checkbox]):not([type=range]):not([type=button]), textarea, select, [contenteditable=true]"
const OPEN = "[role=dialog], [role=listbox], [data-testid=stPopoverBody]"
const KEPT = "journey.keys"
const on = () => localStorage.getItem(KEPT) !== "off"

const inField = (event) => event.composedPath().some((place) => place.matches?.(FIELDS))
const seen = (selector) => [...document.querySelectorAll(selector)].filter((place) => place.getClientRects().length)

/** Press the nth of what the selector finds; false if it is not there. */
function press(selector, nth = 0) {
  const place = seen(selector)[nth]
  if (!place) return false
  place.click()
  return true
}

/** Go to a field to type in it. */
function enter(selector) {
  const field = seen(selector)[0]
  if (!field) return false
  field.scrollIntoView({ block: "nearest" })
  field.focus()
  return true
}

/** The next choice up or down in a row of buttons, from the middle if none is chosen. */
function step(selector, by) {
  const row = seen(selector)
  if (!row.length) return false
  const chosen = row.findIndex((one) => one.ariaChecked === "true")
  const at = Math.min(row.length - 1, Math.max(0, (chosen < 0 ? (row.length - 1) / 2 : chosen) + by))
  if (at !== chosen) row[at].click()
  return true
}

const ACT = {
  press: (key) => press(key.at, key.nth),
  enter: (key) => enter(key.at),
  step: (key) => step(key.at, key.by),
}

/** What was typed reaches the server when its field is left: leave it, then press. */
function save(keys) {
  document.activeElement?.blur?.()
  setTimeout(() => keys.some((key) => press(key.at)), 120)
}

/** The panel for words just chosen, where it opened out of sight: on a telephone it stands under the conversation. */
function bring() {
  const panel = document.querySelector(".st-key-keeping"), box = panel?.getBoundingClientRect()
  if (box && (box.top < 64 || Math.min(box.bottom, box.top + innerHeight / 2) > innerHeight)) panel.scrollIntoView({ block: "start" })
}

export default function (component) {
  const { data, parentElement } = component
  const root = parentElement.querySelector(".keys")
  const told = root.querySelector("[role=status]"), box = root.querySelector("input")
  if (told.textContent !== data.say) told.textContent = data.say
  if (data.open && root._open !== data.open) setTimeout(bring, 150)
  root._open = data.open
  box.checked = on()
  box.onchange = () => localStorage.setItem(KEPT, box.checked ? "on" : "off")
  root.querySelector("dl").replaceChildren(...data.legend.flatMap(([keys, what]) => {
    const term = document.createElement("dt"), said = document.createElement("dd")
    term.append(...keys.map((key) => Object.assign(document.createElement("kbd"), { textContent: key })))
    said.textContent = what
    return [term, said]
  }))

  const listen = (event) => {
    if (event.repeat || event.isComposing || document.querySelector(OPEN)) return
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      return save(data.save)
    }
    if (event.defaultPrevented || !on() || event.ctrlKey || event.metaKey || event.altKey || inField(event)) return
    const key = data.keys.find((one) => one.key === (event.key.length === 1 ? event.key.toLowerCase() : event.key))
    if (!key || (key.key === "ArrowRight" && document.activeElement !== document.body)) return
    if (key.leaves && root._left === data.item) return
    if (ACT[key.do](key)) {
      event.preventDefault()
      if (key.leaves) root._left = data.item
    }
  }
  document.addEventListener("keydown", listen)
  return () => document.removeEventListener("keydown", listen)
}
