// Choosing: one or several cards (or a stage, step or lane), by click, by key, or with a frame drawn around them.

function selection(board) {
  const chosen = new Set()
  let anchor = null

  /** Show it on the elements and tell the layers. */
  function show() {
    for (const one of board.sheet.querySelectorAll(".b-chosen")) if (!chosen.has(one.dataset.ref)) mark(one, false)
    for (const ref of chosen) { const one = board.element(ref); if (one) mark(one, true) }
    board.tell("selected", [...chosen])
    board.foot?.()
  }
  function mark(element, on) {
    element.classList.toggle("b-chosen", on)
    if (element.classList.contains("b-card")) element.ariaLabel = `${wordsOf(board.find(element.dataset.ref))}${on ? ", chosen" : ""}`
  }
  function choose(refs, { adding = false } = {}) {
    if (!adding) chosen.clear()
    for (const ref of refs) chosen.add(ref)
    anchor = refs.at(-1) ?? anchor
    show()
  }
  function toggle(ref) {
    if (!chosen.delete(ref)) chosen.add(ref)
    anchor = ref
    show()
  }
  /** From the last chosen card to this one, as the board is read: lane by lane, then stage by stage. */
  function upTo(ref) {
    const cards = [...board.sheet.querySelectorAll(".b-card[data-ref]")].map((card) => card.dataset.ref)
    const from = cards.indexOf(anchor), to = cards.indexOf(ref)
    if (from < 0 || to < 0) return choose([ref])
    const kept = anchor
    choose(cards.slice(Math.min(from, to), Math.max(from, to) + 1), { adding: true })
    anchor = kept
  }
  /** A click on a thing: alone, beside the others (Ctrl), or all up to it (Shift). */
  function click(ref, event) {
    if (event.shiftKey && anchor) upTo(ref)
    else if (event.ctrlKey || event.metaKey) toggle(ref)
    else choose([ref])
  }
  /** Everything in the cell; where that is chosen already, everything on the board. */
  function all(cell) {
    const cards = (place) => [...place.querySelectorAll(".b-card[data-ref]")].map((card) => card.dataset.ref)
    const here = cell ? cards(cell) : [], done = here.length > 0 && here.every((ref) => chosen.has(ref))
    choose(here.length && !done ? here : cards(board.sheet))
    board.say(`${chosen.size} chosen.`)
  }
  /** What is no longer on the map is no longer chosen. */
  function settle(names) {
    for (const ref of [...chosen]) {
      if (names?.has(ref)) { chosen.delete(ref); chosen.add(names.get(ref)) }
      else if (!names && !board.find(ref)) chosen.delete(ref)
    }
    if (names?.has(anchor)) anchor = names.get(anchor)
  }

  /** Draw a frame from here with the mouse; what it touches is chosen. */
  function frame(start) {
    const before = start.shiftKey || start.ctrlKey || start.metaKey ? [...chosen] : []
    const box = make("div", { className: "b-marquee" }), cards = [...board.sheet.querySelectorAll(".b-card[data-ref]")]
    const places = cards.map((card) => ({ ref: card.dataset.ref, ...board.inside(card) }))
    const at = (event) => { const sheet = board.sheet.getBoundingClientRect(); return [(event.clientX - sheet.left) / board.zoom, (event.clientY - sheet.top) / board.zoom] }
    const [x, y] = at(start)
    let moved = false, last = start
    const scroll = edgeScroll(board, () => look())
    const look = () => {
      const [nx, ny] = at(last), left = Math.min(x, nx), top = Math.min(y, ny), right = Math.max(x, nx), bottom = Math.max(y, ny)
      if (!moved && right - left + bottom - top < 8) return
      if (!moved) { moved = true; board.over.append(box); board.held(true) }
      Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` })
      const inside = places.filter((one) => one.left < right && one.left + one.width > left && one.top < bottom && one.top + one.height > top)
      const now = [...before, ...inside.map((one) => one.ref)]
      if (now.length !== chosen.size || now.some((ref) => !chosen.has(ref))) choose(now)
    }
    const move = (event) => { last = event; scroll.at(event.clientX, event.clientY); look() }
    const end = (event) => {
      scroll.end()
      box.remove()
      for (const [name, act] of listening) removeEventListener(name, act, true)
      if (moved) { board.held(false); board.say(`${chosen.size} chosen.`) } else if (event.type === "pointerup" && !before.length) choose([])
    }
    const listening = [["pointermove", move], ["pointerup", end], ["pointercancel", end]]
    for (const [name, act] of listening) addEventListener(name, act, true)
  }

  return { chosen, choose, toggle, upTo, click, all, settle, frame, show }
}
