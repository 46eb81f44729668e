// Writing in place, in a real text field: the words of a card, the name of a stage, a step or a lane, and what is new.

function editor(board) {
  let open = null

  /** A field that grows with what is written; `end(text | null, more)` hears the words, or null where nothing is to change. */
  function field(text, label, most, end, tag = "textarea") {
    const area = make(tag, { className: "b-field", value: text, rows: 1, maxLength: most, aria: { label } })
    let over = false
    const close = (save, more) => {
      if (over) return
      over = true
      const words = area.value.replace(/\s+/g, " ").trim()
      open = null
      board.held(false)
      end(save && words ? words : null, more)
    }
    const grow = () => { area.style.height = "auto"; area.style.height = `${area.scrollHeight / board.zoom}px` }
    area.oninput = grow
    area.onkeydown = (event) => {
      event.stopPropagation()
      if (event.isComposing) return
      if (event.key === "Escape") { event.preventDefault(); close(false) }
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); close(true, event.ctrlKey || event.metaKey) }
    }
    for (const press of ["pointerdown", "click", "dblclick"]) area.addEventListener(press, (event) => event.stopPropagation())
    area.onblur = () => close(true)
    open = { close, area }
    queueMicrotask(() => { grow(); area.focus({ preventScroll: true }); area.select(); board.see(area) })
    return area
  }

  /** Write into a thing that is there; its revision is that of the words which the writer saw. */
  function edit(ref) {
    const thing = board.find(ref), element = board.element(ref)
    if (!thing || !element || !board.can.edit || isShadow(thing)) return false
    open?.close(true)
    const words = element.querySelector(".b-text, .b-name"), before = wordsOf(thing), rev = thing.rev
    element.classList.add("b-editing")
    const area = field(before, `Words of ${before}`, longest(thing), (text) => {
      element.classList.remove("b-editing")
      area.remove()
      words.hidden = false
      if (text && text !== before) {
        words.textContent = text
        board.act({ kind: "text", ref, rev, text }, { say: "Saved." })
      } else board.redraw()
      board.focusOn(ref)
    })
    words.hidden = true
    words.after(area)
    return true
  }

  /** Write a new card at the end of a cell, or behind another card; Ctrl+Enter goes on with one more. */
  function add({ stage, step = null, lane, after }) {
    const cell = board.cell(stage, step, lane), place = board.find(lane)
    if (!cell || !board.can.edit || !fits({ ref: "card:" , sort: MAKES[place.kind] ?? "card" }, place)) return false
    open?.close(true)
    const items = board.items(stage, step, lane), behind = after ?? items.at(-1)?.ref ?? null
    const draft = make("div", { className: "b-card b-draft b-editing" })
    draft._at = items.findIndex((item) => item.ref === behind) + 1
    const shelf = MAKES[place.kind] === "touchpoint" && board.map.shelf?.length > 0 && board.map.shelf
    const area = field("", `New in ${cell.ariaLabel}`, LONGEST[MAKES[place.kind] ?? "card"] ?? 120, (text, more) => {
      draft.remove()
      if (!text) return board.focusOn(behind && after ? behind : cell.dataset.ref)
      const real = cell.dataset.step || null, fields = shelf && text ? shelfFields(shelf, text) : null
      const token = board.act({ kind: "add", stage, step: real, lane, text, ...(fields ? { fields } : {}), ...placeAfter(board.map, { stage, step, lane }, behind) }, { say: `Added to ${cell.ariaLabel}.` })
      board.focusOn(`new:${token}`)
      board.select(`new:${token}`)
      if (more) add({ stage, step, lane, after: `new:${token}` })
    }, shelf ? "input" : "textarea")
    draft.append(area, ...(shelf ? [shelfOffers(area, shelf, () => { open?.close(true) })] : []))
    cell.insertBefore(draft, cell.children[draft._at] ?? null)
    return true
  }

  /** A new stage, step or lane: it is asked for its name where it will stand. */
  function addHead(kind, { beside, owner, laneKind = "own" } = {}) {
    if (!board.can.edit) return
    open?.close(true)
    const words = { add_stage: "New stage", add_step: "New step", add_lane: "New lane" }[kind]
    const spot = make("div", { className: "b-naming b-editing" }), host = board.element(beside ?? owner) ?? board.corner
    spot.append(make("label", { textContent: words }), field("", words, kind === "add_lane" ? 80 : 120, (name) => {
      spot.remove()
      if (!name) return board.focusOn(beside ?? owner)
      const brothers = { add_stage: board.map.stages, add_lane: board.map.lanes, add_step: board.find(owner)?.steps ?? [] }[kind]
      const after = beside && beside !== owner ? (isShadow({ ref: beside }) ? null : beside) : brothers.at(-1)?.ref ?? null
      const at = brothers.findIndex((one) => one.ref === after) + 1
      const token = board.act({ kind, name, at, after, ...(owner ? { stage: owner } : {}), ...(kind === "add_lane" ? { lane: laneKind } : {}) }, { say: `${words}: ${name}.` })
      if (owner && !board.look.opened?.includes(owner)) board.setLook({ opened: [...(board.look.opened ?? []), owner] })
      board.goTo(`new:${token}`)
    }))
    host.append(spot)
  }

  return { edit, add, addHead, get open() { return open !== null }, close: (save = true) => open?.close(save) }
}

/** `at` and `after` of a place in a cell, counted among all that the cell holds, shown or not. */
function placeAfter(map, cell, after, moved = []) {
  const all = inCell(map, cell).filter((item) => !moved.includes(item.ref))
  return { at: after ? all.findIndex((item) => item.ref === after) + 1 || all.length : 0, after }
}
