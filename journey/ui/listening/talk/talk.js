// The pane: a conversation as a list of turns, its strip, its moments; or the one text of a survey or ticket.

const QUIET = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=dialog] *"
const FOLLOW = 5000

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".talk")
  if (!root) return
  root._pane ??= pane(root)
  root._pane.show(data, (words) => setTriggerValue("taken", words))
  return () => root._pane.leave()
}

function pane(root) {
  const strip = make("div", { className: "over" }), moments = make("p", { className: "moments" }), about = make("p", { className: "about" })
  const list = make("ol", { className: "turns", role: "list" })
  root.append(strip, moments, about, list)
  let talk = {}, drawn = "", items = [], guide = null, at = 0, send = () => {}, pending = null, held = false, touched = 0
  const choose = chooser(root, (node) => (node?.nodeType === 1 ? node : node?.parentElement)?.closest?.("li[data-turn]"), (words) => send(words), catchUp)

  function catchUp() { if (pending && !held) show(...pending) }

  function show(data, sender) {
    send = sender
    pending = null
    const drawing = JSON.stringify([data.talk, data.marks, data.turn, data.playable])
    if (drawing === drawn) return
    const next = JSON.parse(data.talk), same = talk.id === next.id, top = list.scrollTop, focused = list.contains(document.activeElement)
    if (held || (same && choose.open)) { pending = [data, sender]; return }  // never redraw under words that are being chosen
    drawn = drawing
    talk = next
    choose.close()
    draw(data)
    list.scrollTop = same ? top : 0
    mark(same ? Math.min(at, items.length - 1) : 0)
    if (same && focused) items[at]?.focus({ preventScroll: true })
    const sought = data.turn === null ? -1 : talk.turns.findIndex((turn) => turn.id === data.turn)
    if (!same && sought >= 0) { items[sought].classList.add("sought"); jump(sought, "instant") }
    look()
  }

  function draw(data) {
    const gone = new RegExp(talk.gone, "g")
    items = talk.turns.map((turn, i) => item(turn, i, data.marks[i] ?? [], gone, data.playable))
    const rows = talk.turns.flatMap((turn, i) => [...(turn.pause ? [make("li", { className: "pause", textContent: turn.pause })] : []), items[i]])
    list.replaceChildren(...rows)
    list.ariaLabel = talk.title
    root.classList.toggle("one", talk.one)
    about.textContent = talk.about
    const turned = talk.turns.flatMap((turn, i) => (turn.turned ? [[turn, i]] : []))
    moments.replaceChildren(...turned.map(([turn, i]) => make("button", { type: "button", onclick: () => arrive(i) }, make("span", { className: turn.turned.way, textContent: turn.turned.short }), ` ${turn.turned.words}`)))
    guide = talk.strip ? drawStrip(strip, talk.turns, (i) => jump(i), inSight) : (strip.replaceChildren(), null)
  }

  function item(turn, i, sought, gone, playable) {
    const words = make("p", { className: "words", lang: turn.language })
    const quotes = talk.quotes.filter((quote) => quote.turn === turn.id)
    write(words, turn.text, [...found(turn.text, gone, "gone"), ...kept(turn.text, quotes), ...sought.map(([from, to]) => ({ from, to, kind: "found" }))])
    const li = make("li", { className: turn.customer ? "customer" : "other", tabIndex: -1 })
    li.dataset.turn = turn.id ?? ""
    li._turn = turn
    if (turn.turned) li.append(make("p", { className: `turned ${turn.turned.way}`, textContent: turn.turned.long }))
    if (turn.who || turn.time) li.append(head(turn, talk.turns[i - 1], gone, playable))
    li.append(words)
    if (quotes.length) li.append(make("p", { className: "noted", textContent: quotes.map((quote) => quote.note).join(" · ") }))
    return li
  }

  function head(turn, before, gone, playable) {
    const again = before?.who === turn.who && !turn.pause && !turn.turned
    const name = make("b", { className: again ? "unseen" : "" }), line = make("p", { className: "who" }, name)
    write(name, turn.who, found(turn.who, gone, "gone"))
    if (turn.time && playable) line.append(make("button", { type: "button", className: "time", textContent: turn.time, ariaLabel: `Play from ${turn.time}`, onclick: () => play(turn.start) }))
    else if (turn.time) line.append(make("span", { className: "time", textContent: turn.time }))
    if (turn.feeling) line.append(make("span", { className: `felt ${turn.felt < 0 ? "worse" : "better"}`, textContent: turn.feeling, title: turn.sure }))
    return line
  }

  function mark(i) {
    if (i < 0) return
    items[at]?.setAttribute("tabindex", "-1")
    at = i
    items[at].tabIndex = 0
    guide?.at(at)
  }
  function jump(i, behavior = calm() ? "instant" : "smooth") {
    mark(i)
    const li = items[i]
    list.scrollTo({ top: li.offsetTop - Math.max(0, (list.clientHeight - li.offsetHeight) / 3), behavior: Math.abs(li.offsetTop - list.scrollTop) > 4000 ? "instant" : behavior })
    items.forEach((one) => one.classList.toggle("here", one === li))
  }
  function arrive(i) {
    jump(i, "instant")
    items[i].focus({ preventScroll: true })
    inSight()
  }
  /** Scroll the page as well, where the pane is half out of sight. */
  function inSight() {
    const box = list.getBoundingClientRect()
    if (box.bottom > innerHeight || box.bottom < 0) list.scrollIntoView({ block: "end" })
    else if (box.top < 0) list.scrollIntoView({ block: "nearest" })
  }
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches

  /** Tell the strip which turns are in sight. */
  function look() {
    if (!guide || !items.length) return
    const top = list.scrollTop, bottom = top + list.clientHeight
    const after = (y) => { let low = 0, high = items.length; while (low < high) { const m = (low + high) >> 1; if (items[m].offsetTop + items[m].offsetHeight > y) high = m; else low = m + 1 } return Math.min(low, items.length - 1) }
    guide.sees(after(top + 8), after(bottom - 8))
  }

  list.addEventListener("scroll", () => requestAnimationFrame(look), { passive: true })
  list.addEventListener("wheel", () => { touched = Date.now() }, { passive: true })
  list.addEventListener("focusin", (event) => { const i = items.indexOf(event.target.closest("li")); if (i >= 0) mark(i) })
  list.addEventListener("pointerdown", () => { held = true; touched = Date.now() })
  const release = () => { held = false; catchUp() }
  list.onkeydown = (event) => {
    if (event.target !== items[at] || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (next !== undefined) { event.preventDefault(); choose.close(); if (items[next]) arrive(next) }
    if (event.key === "Enter") { event.preventDefault(); choose.whole(items[at]) }
    if (event.key === "Escape") choose.close()
  }

  /** Keys of the whole page, unless the reader turned those off: only what the pane can use now, never while somebody types. */
  function key(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.target.closest?.(QUIET)) return
    const act = ACTS.find(([, , shortcut]) => shortcut === event.key)?.[0]
    let used = false
    if (act) {
      if (!choose.open && items.includes(document.activeElement)) choose.whole(items[at])
      used = choose.open && choose.use(act)
    } else if ("mM".includes(event.key) && localStorage.getItem("journey.keys") !== "off") used = turn(event.key === "m" ? 1 : -1)
    if (used) { event.preventDefault(); event.stopPropagation() }
  }
  function turn(way) {
    const places = items.flatMap((li, i) => (li._turn.turned ? [i] : []))
    const next = way > 0 ? places.find((i) => i > at) ?? places[0] : places.findLast((i) => i < at) ?? places.at(-1)
    if (next !== undefined) arrive(next)
    return next !== undefined
  }

  // The player is Streamlit's own, in a container of this name beside the pane.
  const player = () => document.querySelector(".st-key-recording audio")
  function play(seconds) { const audio = player(); if (audio) { audio.currentTime = seconds; touched = 0; audio.play() } }
  function follow(event) {
    if (event.target !== player()) return
    const now = event.target.currentTime, i = talk.turns.findLastIndex((one) => one.start !== null && one.start <= now)
    if (items[i]?.classList.contains("now")) return
    items.forEach((li) => { li.classList.remove("now"); li.removeAttribute("aria-current") })
    if (i < 0) return
    items[i].classList.add("now")
    items[i].setAttribute("aria-current", "true")
    if (!choose.open && Date.now() - touched > FOLLOW && !event.target.paused) jump(i)
  }

  const listening = [["keydown", key, true], ["timeupdate", follow, true], ["pointerup", release, true], ["pointercancel", release, true]]
  listening.forEach(([name, act, capture]) => document.addEventListener(name, act, capture))
  const wide = new ResizeObserver(() => requestAnimationFrame(look))
  wide.observe(list)
  return {
    show,
    leave() { choose.leave(); wide.disconnect(); listening.forEach(([name, act, capture]) => document.removeEventListener(name, act, capture)) },
  }
}
