// The grid: stages and opened steps across, lanes down, cards in their cells; drawn anew it touches only what changed.

const LANE = 9.5, COLUMN = 12.5, STEP = 11, THIN = 2.75

/** Give `parent` exactly these children in this order; what stands right is not touched, what moves keeps its focus where the browser can. */
function arrange(parent, wanted) {
  const set = new Set(wanted)
  let here = parent.firstChild
  const skip = () => { while (here && !set.has(here)) { const next = here.nextSibling; here.remove(); here = next } }
  for (const child of wanted) {
    skip()
    if (child === here) here = here.nextSibling
    else if (child.isConnected && parent.isConnected && parent.moveBefore) parent.moveBefore(child, here)
    else parent.insertBefore(child, here)
  }
  skip()
}

function attributes(element, wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    if (value === null || value === undefined) element.removeAttribute(name)
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value)
  }
}

const cellRef = (lane, column) => `cell:${lane}|${column.stage}|${column.step ?? ""}`

/** Which columns and lanes are shown, in order, as the look says. */
function shownOf(board) {
  const { map, look } = board, folded = new Set(look.folded), opened = new Set(look.opened), listed = new Set(look.lanes)
  const stages = map.stages.filter((stage) => board.layers.every((layer) => layer.showsStage?.(stage) ?? true))
  const wanted = map.lanes.filter((lane) => (listed.size ? listed.has(lane.ref) : lane.shown))
  const lanes = board.layers.reduce((some, layer) => layer.lanes?.(some, map.lanes) ?? some, wanted)
  const columns = stages.flatMap((stage) => {
    if (folded.has(stage.ref)) return [{ stage: stage.ref, folded: true }]
    if (!opened.has(stage.ref)) return [{ stage: stage.ref }]
    return [{ stage: stage.ref, step: null }, ...(stage.steps ?? []).map((step) => ({ stage: stage.ref, step: step.ref }))]
  })
  return { stages, lanes, columns, folded, opened }
}

function grid(board) {
  const heads = new Map(), cards = new Map(), cells = new Map(), rows = new Map()
  const head = make("div", { className: "b-row b-head", role: "row" }), steps = make("div", { className: "b-row b-steps", role: "row" })
  const top = make("div", { className: "b-heads", role: "rowgroup" }), facts = make("div", { className: "b-row b-facts", role: "row" })
  const blank = make("div", { className: "b-corner", role: "gridcell" })
  const corner = make("div", { className: "b-corner", role: "columnheader" }), under = make("div", { className: "b-corner b-whole", role: "columnheader", textContent: "Steps" })
  let shown = { stages: [], lanes: [], columns: [], folded: new Set(), opened: new Set() }, placed = new Map()

  function kept(all, key, used, build) {
    used.add(key)
    if (!all.has(key)) all.set(key, build())
    return all.get(key)
  }
  function forget(all, used) {
    for (const [key, element] of all) if (!used.has(key) && !element.classList.contains("b-editing")) all.delete(key)
  }

  function draw() {
    shown = shownOf(board)
    const used = { heads: new Set(), cards: new Set(), cells: new Set(), rows: new Set() }
    placed = Map.groupBy?.(shownItems(), (item) => item.lane + item.stage) ?? grouped(shownItems())
    sizes()
    corner.textContent = board.map.journey?.name ?? ""
    arrange(head, [corner, ...shown.stages.map((stage) => stageHead(stage, used))])
    const open = shown.columns.some((column) => column.step !== undefined)
    if (open) arrange(steps, [under, ...shown.columns.map((column, i) => stepHead(column, i, used))])
    arrange(top, open ? [head, steps] : [head])
    arrange(facts, [blank, ...shown.stages.map((stage) => stageFacts(stage, used))])
    arrange(board.sheet, [top, facts, ...shown.lanes.map((lane) => row(lane, used)), board.over])
    attributes(board.sheet, { "aria-rowcount": shown.lanes.length + 1, "aria-colcount": shown.columns.length + 1 })
    forget(heads, used.heads); forget(cards, used.cards); forget(cells, used.cells); forget(rows, used.rows)
  }
  const shownItems = () => board.map.items.filter((item) => board.layers.every((layer) => layer.shows?.(item) ?? true))
  const grouped = (items) => items.reduce((all, item) => all.set(item.lane + item.stage, [...(all.get(item.lane + item.stage) ?? []), item]), new Map())

  function sizes() {
    const wide = (column) => (column.folded ? `${THIN}rem` : column.step ? `minmax(${STEP}rem,1fr)` : `minmax(${COLUMN}rem,1fr)`)
    const sum = shown.columns.reduce((all, column) => all + (column.folded ? THIN : column.step ? STEP : COLUMN), 0)
    board.sheet.style.setProperty("--b-columns", `var(--b-lane) ${shown.columns.map(wide).join(" ")}`)
    board.sheet.style.setProperty("--b-wide", `calc(var(--b-lane) + ${sum}rem)`)
  }

  function spans(stage) { return shown.columns.filter((column) => column.stage === stage.ref).length }

  /** What a layer shows in an element depends on the thing, and on what the layer says beside. */
  function signed(element, thing, beside, fill) {
    const sign = JSON.stringify([thing, beside, board.layers.map((layer) => layer.signs?.(thing) ?? "")])
    if (element._sign === sign || element.classList.contains("b-editing")) return
    element._sign = sign
    fill()
  }

  function stageHead(stage, used) {
    const element = kept(heads, stage.ref, used.heads, () => make("div", { className: "b-stage", role: "columnheader", tabIndex: -1 }, make("span", { className: "b-name" }), make("div", { className: "b-does" })))
    const folded = shown.folded.has(stage.ref), opened = shown.opened.has(stage.ref), count = stage.steps?.length ?? 0
    element.style.gridColumn = `span ${spans(stage)}`
    attributes(element, { "data-ref": stage.ref, "data-future": stage.future, title: stage.description || null })
    element.classList.toggle("b-folded", folded)
    signed(element, stage, [folded, opened, board.can.edit], () => {
      const [name, does] = element.children
      name.textContent = stage.name
      does.replaceChildren(
        ...(count && !folded ? [button("b-open", `${opened ? "Close" : "Open"} the ${count} ${count === 1 ? "step" : "steps"} of ${stage.name}`, count === 1 ? "1 step" : `${count} steps`, "open", opened)] : []),
        button("b-fold", `${folded ? "Unfold" : "Fold"} ${stage.name}`, "", "fold", !folded),
      )
    })
    return element
  }
  /** What layers know of a stage stands under the heads and scrolls away: only the names stay. */
  function stageFacts(stage, used) {
    const element = kept(cells, `facts:${stage.ref}`, used.cells, () => make("div", { className: "b-fact", role: "gridcell" }, make("div", { className: "b-under" })))
    element.style.gridColumn = `span ${spans(stage)}`
    signed(element, stage, shown.folded.has(stage.ref), () => {
      element.firstChild.replaceChildren()
      if (!shown.folded.has(stage.ref)) for (const layer of board.layers) layer.stage?.(element, stage)
    })
    return element
  }
  const button = (className, label, textContent, does, expanded) => make("button", { className, type: "button", tabIndex: -1, textContent, title: label, dataset: { does }, aria: { label, expanded } })

  function stepHead(column, i, used) {
    const key = column.step ?? `whole:${column.stage}`, opened = column.step !== undefined
    const element = kept(heads, key, used.heads, () => make("div", {}, make("span", { className: "b-name" })))
    element.className = `${element.classList.contains("b-editing") ? "b-editing " : ""}${!opened ? "b-gap" : column.step ? "b-step" : "b-step b-whole"}`
    attributes(element, { role: opened ? "columnheader" : "gridcell", "data-ref": column.step ?? null, tabindex: column.step ? element.getAttribute("tabindex") ?? -1 : null })
    if (!element.classList.contains("b-editing")) element.firstChild.textContent = column.step ? wordsOf(board.find(column.step)) : opened ? "The stage as a whole" : ""
    return element
  }

  function row(lane, used) {
    const element = kept(rows, lane.ref, used.rows, () => make("div", { className: "b-row", role: "row" }))
    const band = lane.kind === "emotion" ? "emotion" : lane.kind === "kpi" && board.layers.some((layer) => layer.kpi) ? "kpi" : ""
    const folded = shown.folded.has(lane.ref)
    attributes(element, { "data-lane": lane.ref, "data-kind": lane.kind })
    element.classList.toggle("b-folded", folded)
    const holds = !band || shown.stages.some((stage) => placed.has(lane.ref + stage.ref))
    element.classList.toggle("b-banded", Boolean(band) && !folded)
    const children = [laneHead(lane, folded, used)]
    if (band && !folded) children.push(bandOf(lane, band, used))
    if (holds || folded) children.push(...shown.columns.map((column) => cell(lane, column, folded || column.folded, used)))
    children[0].style.gridRow = band && !folded && holds ? "span 2" : ""
    arrange(element, children)
    return element
  }

  function laneHead(lane, folded, used) {
    const element = kept(heads, lane.ref, used.heads, () => make("div", { className: "b-lane", role: "rowheader", tabIndex: -1 }, make("span", { className: "b-name" }), make("div", { className: "b-does" })))
    attributes(element, { "data-ref": lane.ref })
    signed(element, lane, [folded, board.can.edit], () => {
      element.firstChild.textContent = lane.name
      element.lastChild.replaceChildren(button("b-fold", `${folded ? "Unfold" : "Fold"} ${lane.name}`, "", "fold", !folded))
      for (const layer of board.layers) layer.lane?.(element, lane)
    })
    return element
  }

  function bandOf(lane, kind, used) {
    const element = kept(cells, `band:${lane.ref}`, used.cells, () => make("div", { className: "b-band", role: "gridcell" }))
    element.style.gridColumn = `2 / span ${shown.columns.length}`
    if (!element.dataset.band) element.dataset.band = kind
    return element
  }

  function cell(lane, column, folded, used) {
    const ref = cellRef(lane.ref, column)
    const element = kept(cells, ref, used.cells, () => make("div", { className: "b-cell", role: "gridcell", tabIndex: -1 }))
    const items = itemsOf(column, lane.ref), stage = board.find(column.stage)
    attributes(element, { "data-ref": ref, "data-stage": column.stage, "data-step": column.step ?? "", "data-lane": lane.ref, "aria-label": `${stage?.name}, ${lane.name}${items.length ? "" : ": empty"}` })
    element.classList.toggle("b-folded", Boolean(folded))
    if (folded) {
      const count = items.length ? String(items.length) : ""
      if (element.dataset.count !== count) element.dataset.count = count
      arrange(element, [...element.children].filter((child) => child.classList.contains("b-editing")))
      return element
    }
    delete element.dataset.count
    const children = items.map((item) => card(item, used))
    for (const child of element.children) if (child.classList.contains("b-draft")) children.splice(Math.min(child._at ?? children.length, children.length), 0, child)
    if (board.can.edit) children.push((element._add ??= make("button", { className: "b-add", type: "button", tabIndex: -1, dataset: { does: "add" }, textContent: "+", aria: { label: `Add to ${stage?.name}, ${lane.name}` } })))
    arrange(element, children)
    return element
  }

  function itemsOf(column, lane) {
    const here = placed.get(lane + column.stage) ?? []
    if (column.step === undefined) return here
    const steps = new Set(shown.columns.map((one) => one.step))
    return here.filter((item) => sortOf(item) !== "step" && (steps.has(item.step) ? item.step : null) === column.step)
  }

  function card(item, used) {
    const element = kept(cards, item.ref, used.cards, () => make("div", { className: "b-card", tabIndex: -1, role: "group" }, make("span", { className: "b-text" }), make("span", { className: "b-marks" })))
    signed(element, item, "", () => {
      const states = ["b-chosen", "b-lifted"].filter((name) => element.classList.contains(name))
      element.className = ["b-card", `b-is-${sortOf(item)}`, ...states].join(" ")
      attributes(element, { "data-ref": item.ref, "data-standing": item.standing, "data-future": item.future, "aria-roledescription": "card" })
      element.firstChild.textContent = item.text
      element.ariaLabel = item.text
      element.children[1].replaceChildren()
      for (const layer of board.layers) layer.item?.(element, item)
    })
    return element
  }

  /** A thing that was stored now bears another name: its element goes on as it is. */
  function rename(names) {
    for (const all of [cards, heads]) for (const [before, now] of names) {
      const element = all.get(before)
      if (!element) continue
      all.delete(before)
      all.set(now, element)
      element.dataset.ref = now
    }
  }
  const element = (ref) => { const found = cards.get(ref); return found?.isConnected ? found : heads.get(ref) ?? cells.get(ref) ?? null }
  const inside = (one) => {
    const sheet = board.sheet.getBoundingClientRect(), box = one.getBoundingClientRect(), zoom = board.zoom
    return { left: (box.left - sheet.left) / zoom, top: (box.top - sheet.top) / zoom, width: box.width / zoom, height: box.height / zoom }
  }
  return {
    draw, rename, element, inside, itemsOf,
    get shown() { return shown },
    cellAt: (stage, step, lane) => cells.get(cellRef(lane, { stage, step })) ?? null,
    cells: () => [...cells].filter(([ref, one]) => ref.startsWith("cell:") && one.isConnected).map(([, one]) => one),
    bands: () => [...cells].filter(([ref]) => ref.startsWith("band:")).map(([, one]) => one),
    columns() {
      const lane = shown.lanes.find((one) => !rows.get(one.ref)?.classList.contains("b-banded"))
      const line = open() ? [...steps.children].slice(1) : spansOne() ? [...head.children].slice(1) : shown.columns.map((column) => cells.get(cellRef(lane?.ref, column)))
      return shown.columns.map((column, i) => ({ ref: column.stage, step: column.step, folded: Boolean(column.folded), ...pick(line[i]) }))
    },
    rows: () => shown.lanes.map((lane) => ({ ref: lane.ref, folded: shown.folded.has(lane.ref), ...high(rows.get(lane.ref)) })),
  }
  function open() { return steps.isConnected }
  function spansOne() { return shown.columns.length === shown.stages.length }
  function pick(one) { const { left, width } = one ? inside(one) : { left: 0, width: 0 }; return { left, width } }
  function high(one) { const { top, height } = one ? inside(one) : { top: 0, height: 0 }; return { top, height } }
}
