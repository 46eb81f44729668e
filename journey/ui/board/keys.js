// The keyboard: going about, lifting and putting down, and a key for everything that the pointer can do.

const KEYS = [
  ["Arrows", "go from card to card and cell to cell"], ["Home, End", "to the row's beginning or end; with Ctrl the board's"],
  ["Space", "lift; arrows carry it, Space puts it down, Escape leaves it"], ["Ctrl+arrows", "move it one place at once"],
  ["Enter", "write; again Enter keeps, Escape does not"], ["n", "new: a card, stage, step or lane behind this one"], ["Ctrl+Enter", "while writing: keep it and write one more"],
  ["o", "open everything about it"], ["Shift+arrows", "choose several"], ["Ctrl+A", "choose all in the cell, then all on the board"],
  ["Ctrl+D", "duplicate"], ["Delete", "into the bin"], ["Ctrl+Z, Ctrl+Y", "undo, redo"], ["f", "fold or unfold the stage or lane"], ["s", "open a stage into its steps"],
  ["+  −  0  w", "larger, smaller, full size, the whole map"], ["?", "these keys"],
]
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

function keyboard(board) {
  let lifted = null

  /** The board as rows of elements that can have the focus: stages, steps, then each lane with its cells. */
  function rows() {
    const { shown, cellAt } = board.grid, { columns, lanes } = shown
    const stageRow = [null, ...columns.map((column) => board.element(column.stage))]
    const stepRow = [null, ...columns.map((column) => (column.step ? board.element(column.step) : null))]
    const laneRow = (lane) => {
      const band = board.grid.bands().find((one) => one.closest(".b-row").dataset.lane === lane.ref && one.isConnected)
      return [board.element(lane.ref), ...columns.map((column) => cellAt(column.stage, column.step, lane.ref) ?? band?.querySelector(`[tabindex][data-stage="${column.stage}"]`) ?? null)]
    }
    return [stageRow, ...(stepRow.some(Boolean) ? [stepRow] : []), ...lanes.map(laneRow)]
  }
  const cardsIn = (cell) => [...cell.querySelectorAll(":scope > .b-card[data-ref]")]

  /** Where the focus goes from here by an arrow; null where the board ends. */
  function next(from, [dx, dy]) {
    const cell = from.closest(".b-cell"), all = rows(), home = cell ?? from
    if (cell && from !== cell && dy) {
      const near = cardsIn(cell)[cardsIn(cell).indexOf(from) + dy]
      if (near) return near
    }
    let y = all.findIndex((row) => row.includes(home)), x = all[y]?.indexOf(home) ?? -1
    if (x < 0) return null
    const i = cell && from !== cell ? cardsIn(cell).indexOf(from) : 0
    for (;;) {
      x += dx; y += dy
      if (!all[y] || x < 0 || x >= all[y].length) return null
      const one = all[y][x]
      if (!one || one === home) continue
      const cards = one.classList.contains("b-cell") ? cardsIn(one) : []
      return cards.length ? cards[dy < 0 ? cards.length - 1 : dy > 0 ? 0 : Math.min(i, cards.length - 1)] : one
    }
  }
  function go(element, extend) {
    if (!element) return
    board.focusAt(element)
    const ref = element.dataset.ref
    if (!ref || ref.startsWith("cell:")) { if (!extend) board.select([]) } else if (extend) board.selection.upTo(ref)
    else board.select([ref])
  }

  function lift(element, ref) {
    if (!board.can.edit || !ref || ref.startsWith("cell:") || isShadow({ ref })) return
    const refs = board.chosen.has(ref) && element.classList.contains("b-card") ? [...board.sheet.querySelectorAll(".b-card.b-chosen")].map((card) => card.dataset.ref) : [ref]
    const spots = places(board, refs), cell = spots.cell?.(element.closest(".b-cell"))
    const i = cell ? cardsIn(cell.element).filter((card) => !refs.includes(card.dataset.ref) && (card.compareDocumentPosition(element) & 4)).length : spots.from
    lifted = { refs, spots, ref, place: cell ? spots.of(cell, i) : spots.of(i) }
    for (const one of refs) board.element(one)?.classList.add("b-lifted")
    board.held(true)
    board.drag.showPlace(lifted.place)
    board.say(`Lifted ${refs.length > 1 ? `${refs.length} cards` : wordsOf(board.find(ref))}. Arrows carry it, Space puts it down, Escape leaves it.`)
  }
  function carry([dx, dy]) {
    const { place, spots } = lifted
    let to = null
    if (place.kind === "order") {
      const i = place.i + (dx || dy)
      if (i >= 0 && i <= place.count) to = spots.of(i)
    } else if (dy && spots.of(place.cell, place.i + dy).i === place.i + dy && place.i + dy <= place.count) to = spots.of(place.cell, place.i + dy)
    else {
      const all = rows()
      let y = all.findIndex((row) => row.includes(place.cell.element)), x = all[y].indexOf(place.cell.element)
      do { x += dx; y += dy } while (all[y]?.[x] !== undefined && !spots.cell(all[y][x])?.open)
      const cell = all[y]?.[x] && spots.cell(all[y][x])
      if (cell) to = spots.of(cell, dy < 0 ? spots.of(cell, 0).count : dy > 0 ? 0 : Math.min(place.i, spots.of(cell, 0).count))
    }
    if (!to) return board.say("No further place that way.")
    lifted.place = to
    board.drag.showPlace(to)
    board.see(to.cell?.element ?? board.over.querySelector(".b-drop"), to.line)
    board.say(to.kind === "order" ? `Place ${to.i + 1} of ${to.count + 1}.` : `${board.find(to.stage).name}, ${board.find(to.lane).name}, place ${to.i + 1} of ${to.count + 1}.`)
  }
  function down(keep) {
    const { refs, place, ref } = lifted
    lifted = null
    board.drag.showPlace(null)
    for (const one of refs) board.element(one)?.classList.remove("b-lifted")
    board.held(false)
    if (!keep) board.say("Left where it was.")
    else if (!put(board, refs, place)) board.say("It stays where it was.")
    board.focusOn(ref)
  }

  const CTRL = {
    d: () => board.does("duplicate"), z: (event) => board.does(event.shiftKey ? "redo" : "undo"), y: () => board.does("redo"),
    a: (event) => board.selection.all(event.target.closest(".b-cell")),
  }
  const PLAIN_KEYS = {
    n: () => board.does("add"), o: () => board.does("open"), f: () => board.does("fold"), s: () => board.does("steps"), F2: () => board.does("edit"), Delete: () => board.does("bin"), Backspace: () => board.does("bin"),
    "+": () => board.zooming.by(1.2), "=": () => board.zooming.by(1.2), "-": () => board.zooming.by(1 / 1.2), "0": () => board.zooming.to(1), w: () => board.zooming.fit(), "?": () => board.does("help"),
    Enter: () => board.does("edit"), Escape: () => { board.select([]); board.say("Nothing chosen.") },
  }

  function press(event) {
    const at = event.target.closest(".b-sheet [data-ref]")
    if (event.defaultPrevented || event.isComposing || event.target.closest("textarea, input, select, dialog")) return
    if (!at || event.target.closest("[role=slider], button, a")) return beside(event)
    if (lifted) {
      const arrow = ARROWS[event.key]
      if (arrow) carry(arrow)
      else if (event.key === " " || event.key === "Enter") down(true)
      else if (event.key === "Escape" || event.key === "Tab") down(false)
      event.preventDefault()
      return event.stopPropagation()
    }
    if (used(event, at)) { event.preventDefault(); event.stopPropagation() }
  }
  /** With the focus beside the cards, on a button or a curve, what was done can still be undone. */
  function beside(event) {
    const key = event.key.toLowerCase()
    if ((event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(key)) { CTRL[key](event); event.preventDefault() }
  }
  function used(event, at) {
    const control = event.ctrlKey || event.metaKey, arrow = ARROWS[event.key]
    if (event.altKey) return false
    if (arrow && control) { lift(at, at.dataset.ref); if (lifted) { carry(arrow); down(true) } return true }
    if (arrow) { go(next(at, arrow), event.shiftKey); return true }
    if (event.key === "Home" || event.key === "End") return edge(event, at, control)
    if (control) return CTRL[event.key.toLowerCase()] ? (CTRL[event.key.toLowerCase()](event), true) : false
    if (event.key === " ") { lift(at, at.dataset.ref); return true }
    const key = PLAIN_KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (key) key()
    else return board.layers.some((layer) => layer.key?.(event))
    return true
  }
  function edge(event, at, whole) {
    const all = rows(), home = at.closest(".b-cell") ?? at, y = whole ? (event.key === "Home" ? 0 : all.length - 1) : all.findIndex((row) => row.includes(home))
    const row = all[y]?.filter(Boolean) ?? [], to = event.key === "Home" ? row[0] : row.at(-1)
    go(to?.classList.contains("b-cell") ? cardsIn(to)[0] ?? to : to)
    return true
  }

  function help() {
    const rowsOf = KEYS.flatMap(([keys, what]) => [make("dt", {}, ...keys.split(", ").flatMap((key, i) => [i ? " " : "", make("kbd", { textContent: key })])), make("dd", { textContent: what })])
    const close = make("button", { type: "button", className: "b-button", textContent: "Close", autofocus: true, onclick: () => box.close() })
    const box = make("dialog", { className: "b-dialog", ariaLabel: "Keys of the board" }, make("h2", { textContent: "Keys of the board" }), make("dl", {}, ...rowsOf), close)
    const back = document.activeElement
    box.onclose = () => { box.remove(); back?.focus?.({ preventScroll: true }) }
    box.onkeydown = (event) => event.stopPropagation()
    board.float.append(box)
    box.showModal()
  }
  return { press, help, get lifted() { return Boolean(lifted) }, drop: () => lifted && down(false) }
}
