// Dragging by mouse, pen and finger: cards, stages, steps and lanes; where a thing may be put is shown while it is in the hand.

const FAR = 4, HOLD = 320, SHAKE = 9, EDGE = 56, FAST = 18

/** Scroll while the pointer is near an edge, slowly at first; `each` is called after every step. `ways` says along which axes. */
function edgeScroll(board, each, ways = "xy") {
  let x = null, y = null, running = 0, since = 0
  const { head, name } = board.stuck(), { scroller } = board
  function pull(at, low, high) {
    const near = Math.min(EDGE, (high - low) / 6), deep = at < low + near ? at - low - near : at > high - near ? at - high + near : 0
    return Math.sign(deep) * Math.min(1, Math.abs(deep) / near) ** 2
  }
  function step(now) {
    running = 0
    if (x === null) return
    const box = scroller.getBoundingClientRect(), right = Math.min(box.right, innerWidth), { scrollLeft, scrollTop } = scroller
    const dx = ways.includes("x") ? pull(x, box.left + name, right) : 0, dy = ways.includes("y") ? pull(y, Math.max(box.top, 0) + head, Math.min(box.bottom, innerHeight)) : 0
    if (!dx && !dy) { since = 0; return }
    since ||= now
    const fast = Math.min(FAST, (right - box.left) / 45) * Math.min(1, 0.15 + (now - since) / 900)
    scroller.scrollBy(dx * fast, dy * fast)
    if (scroller.scrollLeft !== scrollLeft || scroller.scrollTop !== scrollTop) each()
    running ||= requestAnimationFrame(step)  // `each` may have asked for the next step already
  }
  return {
    at(nx, ny) { x = nx; y = ny; running ||= requestAnimationFrame(step) },
    end() { x = null; cancelAnimationFrame(running) },
  }
}

/** Where a thing can be put: measured once, then only looked up while the pointer moves. Places are in content pixels. */
function places(board, refs) {
  const things = refs.map((ref) => board.find(ref)), sort = sortOf(things[0])
  const heads = (list) => list.map((thing) => board.element(thing.ref)).filter(Boolean).map((one) => ({ ref: one.dataset.ref, ...board.inside(one) }))
  if (sort === "stage" || sort === "lane" || (sort === "step" && board.element(refs[0])?.classList.contains("b-step"))) {
    const across = sort !== "lane", owner = sort === "step" ? board.map.stages.find((stage) => stage.steps?.some((step) => step.ref === refs[0])) : null
    return between(board, refs[0], heads(owner ? owner.steps : sort === "stage" ? board.stages() : board.lanes()), across, owner)
  }
  const cells = board.grid.cells().filter((one) => !one.classList.contains("b-folded")).map((element) => {
    const lane = board.find(element.dataset.lane)
    return { element, lane, ...board.inside(element), open: things.every((thing) => fits(thing, lane)), cards: null }
  })
  const cardsOf = (cell) => (cell.cards ??= [...cell.element.querySelectorAll(":scope > .b-card[data-ref]")].filter((card) => !refs.includes(card.dataset.ref)).map((card) => ({ ref: card.dataset.ref, ...board.inside(card) })))
  return {
    at(x, y) {
      const cell = cells.find((one) => x >= one.left && x < one.left + one.width && y >= one.top && y < one.top + one.height)
      if (!cell) return null
      const cards = cardsOf(cell), i = cards.findIndex((card) => y < card.top + card.height / 2)
      return this.of(cell, i < 0 ? cards.length : i)
    },
    of(cell, wanted) {
      // steps stand before the cards of their cell, whoever carries what
      const cards = cardsOf(cell), steps = cards.filter((card) => sortOf(board.find(card.ref)) === "step").length
      const i = Math.max(0, sort === "step" ? Math.min(wanted, steps) : Math.max(wanted, steps)), before = cards[i - 1], next = cards[i]
      const top = before && next ? (before.top + before.height + next.top) / 2 : before ? before.top + before.height + 4 : next ? next.top - 4 : cell.top + 8
      const column = { stage: cell.element.dataset.stage, lane: cell.element.dataset.lane }
      return { kind: "move", cell, i, count: cards.length, open: cell.open, ...column, after: before?.ref ?? null, line: { left: cell.left + 6, top, width: cell.width - 12, height: 0 } }
    },
    cell: (element) => cells.find((one) => one.element === element),
    ways: "xy",
  }
}

/** Places between heads: before the first, after each. */
function between(board, ref, heads, across, owner) {
  const others = heads.filter((head) => head.ref !== ref), full = { width: board.sheet.offsetWidth, height: board.sheet.offsetHeight }
  const at = (i) => {
    const before = others[i - 1], next = others[i]
    const edge = across ? (before ? before.left + before.width : next?.left ?? 0) : before ? before.top + before.height : next?.top ?? 0
    const line = across ? { left: edge, top: 0, width: 0, height: full.height } : { left: 0, top: edge, width: full.width, height: 0 }
    return { kind: "order", i, count: others.length, open: true, owner, after: isShadow(before) ? null : before?.ref ?? null, line }
  }
  return {
    at(x, y) {
      const i = others.findIndex((head) => (across ? x < head.left + head.width / 2 : y < head.top + head.height / 2))
      return at(i < 0 ? others.length : i)
    },
    of: at,
    from: heads.findIndex((head) => head.ref === ref),
    ways: across ? "x" : "y",
  }
}

/** Do it: the act for putting these refs there; false if they stand there already. */
function put(board, refs, place) {
  if (!place?.open) return false
  const { stage, lane, kind } = place, after = board.real(place.after)
  if (kind === "order") {
    const thing = board.find(refs[0]), sort = sortOf(thing), brothers = (place.owner ? place.owner.steps : sort === "stage" ? board.map.stages : board.map.lanes).filter((one) => !isShadow(one))
    const now = brothers.findIndex((one) => one.ref === thing.ref)
    if ((brothers[now - 1]?.ref ?? null) === after) return false
    const at = brothers.filter((one) => one.ref !== thing.ref).findIndex((one) => one.ref === after) + 1
    board.act({ kind, ref: thing.ref, at, after }, { say: `${wordsOf(thing)} moved to place ${at + 1} of ${brothers.length}.` })
    return true
  }
  const items = refs.map((ref) => board.find(ref)).filter(Boolean), opened = place.cell.element.dataset.step || (board.look.opened?.includes(stage) ? null : undefined)
  if (!items.length) return false
  const step = opened === undefined ? (items.every((item) => item.stage === stage) ? "keep" : null) : opened
  const cell = { stage, lane, step: opened }, before = inCell(board.map, cell).map((item) => item.ref).join()
  const target = placeAfter(board.map, cell, after, items.map((item) => item.ref))
  const trial = layOver({ ...board.map, stages: structuredClone(board.map.stages), items: structuredClone(board.map.items) }, [{ kind: "move", items, stage, lane, step, ...target }])
  if (items.every((item) => item.stage === stage && item.lane === lane) && inCell(trial, cell).map((item) => item.ref).join() === before && (step === "keep" || items.every((item) => (item.step ?? null) === step))) return false
  const words = refs.length > 1 ? `${refs.length} cards` : "Card"
  board.act({ kind: sortOf(items[0]) === "step" && items[0].stage === stage ? "order" : "move", ref: items[0].ref, items: items.map(({ ref, rev }) => ({ ref, rev })), stage, step, lane, ...target }, { say: `${words} moved to ${board.find(stage).name}, ${board.find(lane).name}, place ${place.i + 1}.` })
  return true
}

function dragging(board) {
  const line = make("div", { className: "b-drop" })
  let hand = null, shown = null

  /** The line where it would fall, and its cell, or the cell where it may not. */
  function showPlace(place) {
    if (shown?.cell !== place?.cell) {
      shown?.cell?.element.classList.remove("b-target", "b-refused")
      place?.cell?.element.classList.add(place.open ? "b-target" : "b-refused")
    }
    shown = place
    if (!place?.open) return line.remove()
    if (!line.isConnected) board.over.append(line)
    line.classList.toggle("b-upright", place.line.height > 0)
    Object.assign(line.style, { transform: `translate(${place.line.left}px, ${place.line.top}px)`, width: `${place.line.width}px`, height: `${place.line.height}px` })
  }

  function press(event) {
    if (event.button !== 0 || event.isPrimary === false || hand) return
    const inner = event.target.closest("button, a, input, textarea, select, [role=slider]"), element = event.target.closest(".b-card[data-ref], .b-stage, .b-step[data-ref], .b-lane")
    if (inner || !element || element.classList.contains("b-editing")) return
    const ref = element.dataset.ref, touch = event.pointerType === "touch"
    const refs = board.chosen.has(ref) && element.classList.contains("b-card") ? [...board.chosen].filter((one) => board.element(one)?.classList.contains("b-card")) : [ref]
    hand = { ref, refs, element, touch, id: event.pointerId, x: event.clientX, y: event.clientY, x0: event.clientX, y0: event.clientY, on: false }
    if (touch) hand.timer = setTimeout(begin, HOLD)
    board.pressed(true)
    for (const [name, act, options] of listening) addEventListener(name, act, options)
  }

  function begin() {
    if (!board.can.edit || isShadow(hand) || (board.map.whole === false && hand.element.classList.contains("b-stage"))) return
    if (hand.touch) navigator.vibrate?.(12)
    board.close()
    const order = [...board.sheet.querySelectorAll(".b-card[data-ref]")].map((card) => card.dataset.ref)
    hand.refs.sort((a, b) => order.indexOf(a) - order.indexOf(b))
    if (!board.chosen.has(hand.ref)) board.select([hand.ref])
    hand.on = true
    hand.places = places(board, hand.refs)
    hand.scroll = edgeScroll(board, frame, hand.places.ways)
    const box = hand.element.getBoundingClientRect()
    hand.ghost = ghost(hand, box)
    hand.dx = box.left - hand.x0
    hand.dy = box.top - hand.y0
    for (const ref of hand.refs) board.element(ref)?.classList.add("b-lifted")
    board.root.dataset.busy = "drag"
    board.held(true)
    frame()
  }

  /** What is in the hand, over everything else, with how many there are. */
  function ghost({ element, refs }, box) {
    const copy = element.cloneNode(true)
    copy.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"))
    for (const name of ["data-ref", "tabindex", "role"]) copy.removeAttribute(name)
    const hull = make("div", { className: "b-ghost", popover: "manual", ariaHidden: "true" }, copy, refs.length > 1 && make("b", { className: "b-count", textContent: refs.length }))
    Object.assign(copy.style, { width: `${box.width / board.zoom}px`, zoom: board.zoom })
    board.float.append(hull)
    hull.showPopover?.()
    return hull
  }

  function move(event) {
    if (event.pointerId !== hand.id) return
    hand.x = event.clientX
    hand.y = event.clientY
    const way = Math.hypot(hand.x - hand.x0, hand.y - hand.y0)
    if (!hand.on) {
      if (hand.touch && way > SHAKE) return end()
      if (!hand.touch && way > FAR) begin()
      if (!hand?.on) return
    }
    event.preventDefault()
    hand.soon ||= requestAnimationFrame(frame)
  }

  function frame() {
    if (!hand?.on) return
    hand.soon = 0
    hand.ghost.style.transform = `translate(${hand.x + hand.dx}px, ${hand.y + hand.dy}px) rotate(1.2deg)`
    const sheet = board.sheet.getBoundingClientRect()
    showPlace(hand.places.at((hand.x - sheet.left) / board.zoom, (hand.y - sheet.top) / board.zoom))
    hand.scroll.at(hand.x, hand.y)
  }

  function drop(event) {
    if (event.pointerId !== hand.id) return
    if (!hand.on) return end()
    frame()
    const { refs, ref } = hand, place = shown
    end()
    if (place && put(board, refs, place)) board.focusOn(ref)
    else board.say(place && !place.open ? "It can't stand there." : "It stays where it was.")
    board.quiet()
  }

  function end() {
    if (!hand) return
    clearTimeout(hand.timer)
    cancelAnimationFrame(hand.soon)
    hand.scroll?.end()
    showPlace(null)
    hand.ghost?.remove()
    for (const ref of hand.refs) board.element(ref)?.classList.remove("b-lifted")
    for (const [name, act, options] of listening) removeEventListener(name, act, options)
    const on = hand.on
    hand = null
    board.root.dataset.busy = ""
    board.pressed(false)
    if (on) board.held(false)
  }
  const cancel = (event) => {
    if (event.type === "keydown" ? event.key !== "Escape" || !hand.on : event.pointerId !== hand.id) return
    if (event.type === "keydown") { event.preventDefault(); event.stopPropagation(); board.say("Left where it was."); board.quiet() }
    end()
  }
  // A finger that holds a card must not scroll the board as well; before that, it scrolls as ever.
  const still = (event) => { if (hand?.on && event.cancelable) event.preventDefault() }
  const listening = [["pointermove", move, true], ["pointerup", drop, true], ["pointercancel", cancel, true], ["keydown", cancel, true], ["contextmenu", (event) => { if (hand.touch) event.preventDefault() }, true]]
  board.scroller.addEventListener("touchmove", still, { passive: false })

  return { press, showPlace, cancel: end, get on() { return Boolean(hand?.on) } }
}
