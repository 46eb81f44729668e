// What can be done with what is meant (the chosen things, or the one that has the focus), by whichever key, button or click asks for it.

function doing(board) {
  const meant = () => {
    const has = board.focus && !board.focus.startsWith("cell:") && board.find(board.focus)
    return board.chosen.size && (!has || board.chosen.has(board.focus)) ? [...board.chosen] : has ? [board.focus] : []
  }
  const place = () => board.element(board.focus)
  const isHead = (ref) => Boolean(board.element(ref)?.matches(".b-stage, .b-step, .b-lane"))
  const flip = (list, ref) => (list?.includes(ref) ? list.filter((one) => one !== ref) : [...(list ?? []), ref])

  function add() {
    const here = place(), cell = here?.closest(".b-cell"), ref = board.focus
    if (cell) {
      const { stage, step, lane } = cell.dataset
      return board.editing.add({ stage, step: step || null, lane, after: here === cell ? undefined : ref })
    }
    if (here?.classList.contains("b-lane")) return board.editing.addHead("add_lane", { beside: ref, laneKind: "own" })
    if (here?.classList.contains("b-step")) return board.editing.addHead("add_step", { beside: ref, owner: board.map.stages.find((stage) => stage.steps?.some((step) => step.ref === ref))?.ref })
    if (here?.classList.contains("b-stage") && board.map.whole !== false) return board.editing.addHead("add_stage", { beside: ref })
  }
  /** Into the bin, and the focus goes to what stands next to it, so that one can go on. */
  function bin() {
    const refs = meant().filter((ref) => !isShadow({ ref }))
    if (!refs.length) return
    const here = board.element(refs.at(-1)), near = here?.nextElementSibling?.dataset.ref ?? here?.previousElementSibling?.dataset.ref ?? here?.closest(".b-cell")?.dataset.ref
    board.act({ kind: "bin", items: refs.map((ref) => ({ ref })) }, { say: `${refs.length > 1 ? `${refs.length} cards` : wordsOf(board.find(refs[0]))}: in the bin. Ctrl+Z brings it back.` })
    board.select([])
    if (near) board.focusOn(near)
  }
  function duplicate() {
    const refs = meant().filter((ref) => !isHead(ref))
    if (!refs.length) return
    const token = board.act({ kind: "duplicate", items: refs.map((ref) => ({ ref })) }, { say: refs.length > 1 ? `${refs.length} cards duplicated.` : "Duplicated." })
    const made = refs.length > 1 ? refs.map((_, i) => `new:${token}:${i}`) : [`new:${token}`]
    board.select(made)
    board.focusOn(made[0])
  }
  function steps() {
    const ref = meant()[0], stage = board.map.stages.find((one) => one.ref === ref)
    if (!stage) return
    if (!stage.steps?.length && board.can.edit) return board.editing.addHead("add_step", { beside: ref, owner: ref })
    board.setLook({ opened: flip(board.look.opened, ref) })
  }
  const behindLast = (kind, list) => () => { const last = list().at(-1)?.ref; board.see(board.element(last)); board.editing.addHead(kind, { beside: last }) }
  const acts = {
    stage: behindLast("add_stage", () => board.stages()), lane: behindLast("add_lane", () => board.lanes()),
    add, bin, duplicate, steps,
    edit() {
      const here = place(), ref = board.focus
      if (ref?.startsWith("cell:") && here) return add()
      if (meant()[0]) board.editing.edit(meant()[0])
    },
    open() { if (meant()[0]) board.open(meant()[0]) },
    fold() { const ref = meant()[0]; if (isHead(ref)) board.setLook({ folded: flip(board.look.folded, ref) }) },
    hide() { const ref = meant()[0]; if (!isShadow({ ref })) board.act({ kind: "show_lane", ref, shown: false }, { say: "Hidden. The lanes shown are chosen above the board." }); if (board.look.lanes?.length) board.setLook({ lanes: board.look.lanes.filter((one) => one !== ref) }) },
    undo() { board.act({ kind: "undo" }, { say: "Undo." }) },
    redo() { board.act({ kind: "redo" }, { say: "Redo." }) },
    full: () => board.zooming.to(1), in: () => board.zooming.by(1.2), out: () => board.zooming.by(1 / 1.2), fit: () => board.zooming.fit(), help: () => board.keys.help(),
  }
  const reading = new Set(["open", "fold", "steps", "full", "in", "out", "fit", "help"])
  return (what) => (board.can.edit || reading.has(what) ? acts[what]?.() : undefined)
}

/** Listen to the board; the function that is returned stops listening. */
function listen(board) {
  const { root, scroller, sheet } = board
  const away = new AbortController(), on = (place, name, act, options) => place.addEventListener(name, act, { signal: away.signal, ...options })
  const thing = (event) => event.target.closest?.(".b-card[data-ref], .b-stage, .b-step[data-ref], .b-lane")

  on(scroller, "pointerdown", (event) => {
    if (event.target.closest("textarea")) return
    const element = thing(event)
    if (element || event.button !== 0) return board.drag.press(event)
    if (event.pointerType === "mouse" && event.target.closest(".b-cell, .b-sheet") && !event.target.closest("button, .b-band, [role=slider]")) board.selection.frame(event)
  })
  on(scroller, "click", (event) => {
    const asked = event.target.closest("[data-does]"), element = thing(event), cell = event.target.closest(".b-cell")
    if (event.target.closest("textarea, a") || (event.target.closest("button") && !asked)) return
    if (asked) {
      const owner = asked.closest("[data-ref]")
      board.focusAt(owner, { still: true })
      if (!owner.dataset.ref.startsWith("cell:")) board.select(owner.dataset.ref)
      return board.does(asked.dataset.does === "open" && owner.classList.contains("b-stage") ? "steps" : asked.dataset.does)
    }
    if (element) { board.focusAt(element, { still: true }); board.selection.click(element.dataset.ref, event) } else if (cell) {
      if (cell.classList.contains("b-folded")) return unfold(cell)
      board.focusAt(cell, { still: true })
    }
  })
  const unfold = (cell) => board.setLook({ folded: (board.look.folded ?? []).filter((ref) => ref !== cell.dataset.stage && ref !== cell.dataset.lane) })
  on(scroller, "dblclick", (event) => {
    if (event.target.closest("button, textarea, [role=slider]")) return
    const element = thing(event), cell = event.target.closest(".b-cell")
    if (element) board.does("edit")
    else if (cell && !cell.classList.contains("b-folded")) { board.focusAt(cell, { still: true }); board.does("add") }
  })
  on(root, "keydown", (event) => board.keys.press(event))
  on(board.bar, "click", (event) => { const asked = event.target.closest("[data-does]"); if (asked) board.does(asked.dataset.does) })
  on(sheet, "focusin", (event) => { const ref = event.target.dataset?.ref; if (ref && ref !== board.focus) board.focusAt(event.target, { still: true }) })
  on(sheet, "focusout", () => board.keys.lifted && setTimeout(() => { if (!root.contains(document.activeElement)) board.keys.drop() }))
  // A finger that rests on a card is about to lift it: no menu of the browser's then.
  on(scroller, "contextmenu", (event) => { if (event.pointerType === "touch" && thing(event)) event.preventDefault() })
  // One button for everything about a card, on the card that the pointer or the focus is on.
  const more = make("button", { className: "b-dots", type: "button", tabIndex: -1, textContent: "⋯", title: "Open (o)", dataset: { does: "open" }, ariaLabel: "Open" })
  let resting = 0
  const give = (card) => { if (more.parentNode !== card && !card.classList.contains("b-editing") && !board.busy) card.append(more) }
  const offer = (event) => { clearTimeout(resting); const card = event.target.closest?.(".b-card[data-ref]"); if (card) resting = setTimeout(give, 80, card) }
  on(sheet, "pointerover", offer)  // while the board is scrolled under the pointer, nothing is moved about
  on(sheet, "focusin", offer)
  let soon = 0
  const place = () => { sheet.style.setProperty("--b-top", `${board.stuck().head / board.zoom}px`); board.tell("place") }
  const wide = new ResizeObserver(() => { cancelAnimationFrame(soon); soon = requestAnimationFrame(place) })
  wide.observe(sheet)
  wide.observe(scroller)
  return () => { away.abort(); wide.disconnect() }
}
