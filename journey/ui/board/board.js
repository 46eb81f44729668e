// The board: what Python tells goes in, what people do goes out; between them the grid, the hand, the keys and the layers.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".b-root")
  if (!root) return
  root._board ??= boardIn(root)
  root._board.show(data, setTriggerValue)
  return () => { root._board?.leave(); root._board = null }
}

const NO_LOOK = { mode: "map", state: "current", layers: {}, lanes: [], opened: [], folded: [], persona: null, tags: [], teams: [], zoom: 1, present: false }

/** How a board was looked at when the page took it away: drawn again at the same address, it goes on there. */
let leftBehind = null
const BACK = 15_000

function boardIn(root) {
  const part = (className, properties) => make("div", { className, ...properties })
  const board = {
    root, tools: part("b-tools"), said: part("b-said", { hidden: true }), scroller: part("b-scroller"), sheet: part("b-sheet", { role: "grid", ariaLabel: "The map", ariaMultiSelectable: "true" }), over: part("b-over", { ariaHidden: "true" }),
    side: make("aside", { className: "b-side", ariaLabel: "Details" }), bar: part("b-bar", { role: "toolbar", ariaLabel: "Board" }), float: part("b-float"), live: part("b-unseen", { role: "status" }),
    map: { journey: {}, stages: [], lanes: [], items: [] }, look: { ...NO_LOOK }, can: {}, me: null, people: [], why: "", zoom: 1, client: thisTab(), layers: [], focus: null, fresh: new Set(),
  }
  const middle = part("b-main")
  let told = {}, said = "", waiting = null, held = 0, pressed = false, index = new Map(), lookSaid = "", first = true, atSoon = 0, place = ""
  const names = new Map()
  middle.append(board.scroller, board.side)
  board.scroller.append(board.sheet)
  root.replaceChildren(board.tools, board.said, middle, board.bar, board.float, board.live)

  // ---- what the parts call
  Object.assign(board, {
    real: (ref) => names.get(ref) ?? ref,
    find: (ref) => index.get(board.real(ref)) ?? null,
    element: (ref) => board.grid.element(board.real(ref)),
    cell: (stage, step, lane) => board.grid.cellAt(stage, board.look.opened?.includes(stage) ? step : undefined, lane),
    stages: () => board.grid.shown.stages,
    lanes: () => board.grid.shown.lanes,
    items: (stage, step, lane) => board.grid.itemsOf({ stage, step: board.look.opened?.includes(stage) ? step : undefined }, lane),
    columns: () => board.grid.columns(),
    rows: () => board.grid.rows(),
    inside: (element) => board.grid.inside(element),
    tell: (hook, ...args) => { for (const layer of board.layers) layer[hook]?.(...args) },
    say(text) { board.live.textContent = ""; requestAnimationFrame(() => { board.live.textContent = text }) },
    held(on) { held = Math.max(0, held + (on ? 1 : -1)); if (!held) board.quiet() },
    pressed(on) { pressed = on },
    quiet() { if (!held && !pressed && waiting) { const next = waiting; waiting = null; take(next) } },
    get busy() { return held > 0 || pressed },
    close: () => board.editing.close(true),
    select: (refs) => board.selection.choose([refs].flat().filter(Boolean)),
    edit: (ref) => board.editing.edit(ref),
    open(ref) { board.tell("open", ref); ask.at(ref) },
    ask: (ref, what, then, more) => ask.ask(ref, what, then, more),
    redraw: () => draw(),
    setLook(part) { if (Object.keys(FILTERS_NONE).some((name) => name in part)) board.fresh.clear(); board.look = { ...board.look, ...part }; ask.look(board.look); draw() },
    keepLook(part) { board.look = { ...board.look, ...part }; ask.look(board.look) },
    act(act, { say } = {}) {
      const sent = { token: newToken(), ...act }
      for (const field of ["ref", "after", "stage", "step", "lane"]) if (field in sent) sent[field] = board.real(sent[field])
      if ("ref" in sent && !("rev" in sent)) sent.rev = board.find(sent.ref)?.rev ?? null
      if (sent.stage && sent.kind === "emotion" && !("rev" in sent)) sent.rev = board.find(sent.stage)?.rev ?? null
      if (sent.items) sent.items = sent.items.map(({ ref, rev }) => ({ ref: board.real(ref), rev: rev ?? board.find(ref)?.rev ?? null }))
      ask.add(sent)
      remake()
      draw()
      if (say) board.say(say)
      return sent.token
    },
    waits: (count, offline) => lines.waits(count, offline),
    refused(act, refused) { if (!board.layers.some((layer) => layer.refused?.(act, refused))) lines.refused(refused.said) },
    zoomBy: (times) => board.zooming.by(times),
    fit: () => board.zooming.fit(),
    /** What was just made has its name now; whoever still holds it by the one it had before is understood. */
    renamed(given) {
      for (const [before, now] of given) { names.set(before, now); board.fresh.add(now) }
      board.grid.rename(given)
      board.selection.settle(given)
      board.focus = board.real(board.focus)
      board.tell("renamed", given)
    },
    focusAt(element, options = {}) {
      if (!element) return
      rove(element)
      element.focus({ preventScroll: true })
      if (!options.still) board.see(element)
    },
    focusOn(ref) { board.focusAt(board.element(ref)) },
    goTo(ref) { board.select(ref); board.focusOn(ref) },
    see, stuck,
    does: (what) => does(what),
  })
  const ask = outbox(board), lines = saidLine(board)
  board.grid = grid(board)
  board.selection = selection(board)
  board.chosen = board.selection.chosen
  board.editing = editor(board)
  board.zooming = zoomer(board)
  board.drag = dragging(board)
  board.keys = keyboard(board)
  board.foot = footBar(board)
  board.layers = layersOf(board)

  /** How much of the scroller the heads and the lanes' names cover, which stay in place. */
  function stuck() {
    const size = (part) => board.sheet.querySelector(part)?.getBoundingClientRect() ?? { width: 0, height: 0 }
    return { head: size(".b-heads").height, name: size(".b-lane").width }
  }
  /** Bring an element into sight, clear of the heads and lane names that stay in place. */
  function see(element, place) {
    if (!element) return
    const box = board.scroller.getBoundingClientRect(), { head, name } = stuck()
    const one = element.getBoundingClientRect(), fixed = element.closest(".b-head") ? "y" : element.classList.contains("b-lane") ? "x" : ""
    const top = box.top + head + 8, left = box.left + name + 8, right = box.right - 16, bottom = box.bottom - 16
    const dx = fixed === "x" || place?.height === 0 && place.left === 0 ? 0 : one.left < left || one.width > right - left ? one.left - left : Math.max(0, one.right - right)
    const dy = fixed === "y" ? 0 : one.top < top || one.height > bottom - top ? one.top - top : Math.max(0, one.bottom - bottom)
    if (dx || dy) board.scroller.scrollBy({ left: dx, top: dy })
  }
  /** The board has one stop for Tab: where the reader was last. */
  function rove(element) {
    board.sheet.querySelector('[tabindex="0"][data-ref]')?.setAttribute("tabindex", "-1")
    element.tabIndex = 0
    board.focus = element.dataset.ref
    clearTimeout(atSoon)
    atSoon = setTimeout(() => ask.at(board.focus?.startsWith("cell:") ? "" : board.focus), 2000)
  }

  // ---- what Python tells
  function show(data, emit) {
    ask.through(emit)
    if (held && !board.editing.open || pressed) { waiting = data; return }
    take(data)
  }
  function take(data) {
    const before = told
    told = data
    board.can = data.can ?? {}
    board.me = data.me ?? board.me
    board.why = data.why ?? ""
    const news = data.map !== before.map, answered = ask.answered(data.answer)
    if (data.answer) { board.undo = data.answer.undo ?? board.undo; board.redo = data.answer.redo ?? board.redo }
    const lookNow = JSON.stringify(data.look ?? {}), looks = first || ask.newLook(data.look ?? {}, lookSaid)
    lookSaid = lookNow
    const zoomed = board.look.zoom
    if (looks) board.look = { ...NO_LOOK, ...data.look }
    const back = first && leftBehind?.at === location.href && Date.now() - leftBehind.when < BACK ? leftBehind : null
    if (back) board.look = back.look
    place = location.href
    if (first) { said = data.map; ask.open(JSON.parse(data.map).journey?.id) }
    said = data.map
    const others = news && !first ? since(board.map, () => remake()) : []
    if (answered && !news) remake()
    if (first) remake()
    board.people = data.people ?? []
    root.dataset.edit = board.can.edit ? "yes" : "no"
    if (news || answered || looks || JSON.stringify(before.can) !== JSON.stringify(data.can)) draw()
    for (const ref of others) if (!ask.mine(ref)) light(board.element(ref))
    if (first || (looks && board.look.zoom !== zoomed)) board.zooming.look(board.look.zoom)
    if (back) { board.scroller.scrollTo(back.left, back.top); board.select(back.chosen) }
    if (JSON.stringify(before.people) !== JSON.stringify(data.people)) board.tell("people", board.people)
    if (data.answer && JSON.stringify(before.answer) !== JSON.stringify(data.answer)) board.tell("answer", data.answer)
    if (first && !back && data.look?.at) requestAnimationFrame(() => { board.goTo(data.look.at); board.open(data.look.at) })
    first = false
  }
  /** What is on the map after `change` that was not, or says something else or elsewhere. */
  function since(before, change) {
    const said = (item) => [item.stage, item.step, item.lane, item.text].join(), was = new Map(before.items.map((item) => [item.ref, said(item)]))
    change()
    return board.map.items.filter((item) => was.get(item.ref) !== said(item)).map((item) => item.ref)
  }
  /** Others' hands show for a moment, so that a change does not just have happened. */
  function light(element) {
    element?.classList.add("b-new")
    setTimeout(() => element?.classList.remove("b-new"), 2000)
  }
  function remake() {
    board.map = layOver(JSON.parse(said), ask.acts)
    index = new Map()
    for (const thing of [...board.map.items, ...board.map.stages.flatMap((stage) => stage.steps ?? []), ...board.map.lanes, ...board.map.stages]) if (!index.has(thing.ref)) index.set(thing.ref, thing)
  }

  /** Draw what changed, and leave the focus, the places scrolled to and what is chosen as they were. */
  function draw() {
    const had = document.activeElement, within = board.sheet.contains(had) && !had.closest(".b-editing"), { scrollLeft, scrollTop } = board.scroller
    root.dataset.mode = board.look.mode
    root.dataset.state = board.look.state || "current"
    board.grid.draw()
    for (const band of board.grid.bands()) if (band.isConnected) board.tell(band.dataset.band, band, board.stages())
    board.tell("draw", board.map, board.look)
    board.tell("place")
    board.selection.settle()
    board.selection.show()
    if (!board.sheet.querySelector('[tabindex="0"][data-ref]')) (board.element(board.focus) ?? board.sheet.querySelector(".b-card, .b-stage"))?.setAttribute("tabindex", "0")
    if (within && document.activeElement !== had) (had.isConnected ? had : board.element(board.focus) ?? board.sheet.querySelector('[tabindex="0"][data-ref]'))?.focus({ preventScroll: true })
    if (board.scroller.scrollLeft !== scrollLeft || board.scroller.scrollTop !== scrollTop) board.scroller.scrollTo(scrollLeft, scrollTop)
  }

  const does = doing(board)
  const leave = listen(board)
  return { show, leave() { leftBehind = { at: place, when: Date.now(), look: board.look, left: board.scroller.scrollLeft, top: board.scroller.scrollTop, chosen: [...board.chosen] }; leave(); ask.leave(); board.tell("leave"); clearTimeout(atSoon) } }
}

function layersOf(board) {
  const makers = [
    typeof toolsLayer === "function" && toolsLayer, typeof curveLayer === "function" && curveLayer, typeof chipsLayer === "function" && chipsLayer,
    typeof panelLayer === "function" && panelLayer, typeof blueprintLayer === "function" && blueprintLayer, typeof presentLayer === "function" && presentLayer,
  ]
  return makers.filter(Boolean).map((maker) => maker(board) ?? {})
}
