// The line over the board: how one looks at the map, what is shown, who is here; and what holds just now, in words.

const TOOLS_LAYERS = [
  ["measured", "Measured emotion", "with its 95 % interval and n"], ["assumed", "Assumed emotion", "drag it, or use the arrow keys"], ["future", "Future emotion"], ["personas", "Each persona's emotion"],
  ["kpis", "KPIs with targets"], ["alerts", "Alerts"], ["heat", "Heat of pain"], ["handoffs", "Hand-offs between teams"],
]
const TOOLS_MODES = [["map", "Map"], ["blueprint", "Blueprint", "What customers see and what they do not"]]
const TOOLS_STATES = [["current", "Now"], ["future", "Future"], ["both", "Both"]]

function toolsLayer(board) {
  const mode = partsChoice("How the map is laid out", TOOLS_MODES, (value) => board.setLook({ mode: value }))
  const state = partsChoice("Which state", TOOLS_STATES, (value) => board.setLook({ state: value }))
  const view = partsWindow(board, partsButton("view", "Views", null, { words: "Views" }), "Views", (place) => { toolsViews(board, place, () => view.close()); if (partsNarrow(board)) place.prepend(mode, state) })
  const show = partsWindow(board, partsButton("show", "Show", null, { words: "Show" }), "What is shown", (place) => toolsShow(board, place))
  const filter = partsWindow(board, partsButton("filter", "Filter", null, { words: "Filter" }), "Filter the cards", (place) => filtersFill(board, place))
  const people = make("ul", { className: "b-people", aria: { label: "Also here" } })
  const present = partsButton("present", "Present", () => board.present?.(), { words: "Present" })
  const line = make("div", { className: "b-holds" }), windows = [view, show, filter]
  const why = toolsWhy(board), conflicts = conflictBox(board)
  const bar = make("div", { className: "b-toolbar", role: "group", aria: { label: "How the map is shown" } }, view.whole, mode, state, show.whole, filter.whole, make("span", { className: "b-space" }), why.element, people, present)
  board.tools.append(bar, line)
  let held = "", here = ""

  /** On a narrow screen the line keeps to one row: how the map is laid out stands in the window of views. */
  function fold() {
    const narrow = partsNarrow(board), inBar = mode.parentElement === bar
    if (narrow && inBar) { mode.remove(); state.remove() }
    if (!narrow && !inBar) show.whole.before(mode, state)
    bar.classList.toggle("b-narrow", narrow)
  }
  function draw() {
    fold()
    mode.set(board.look.mode || "map")
    state.set(board.look.state || "current")
    const name = (board.map.views ?? []).find((one) => one.slug === board.look.view)?.name
    toolsWords(view, name ?? "Views")
    const count = filtersHeld(board).length
    toolsWords(filter, count ? `Filter (${count})` : "Filter")
    windows.forEach((window) => window.update())
    why.draw()
    holds()
  }
  /** What holds just now: the filters, each to be taken off; and what the blueprint lacks. */
  function holds() {
    const filters = filtersHeld(board), cards = board.map.items.filter((item) => sortOf(item) !== "step")
    const shown = filters.length ? cards.filter((item) => filtersPass(board, item) && filtersState(board.look, item.future)).length : 0
    const lacks = board.look.mode === "blueprint" && board.can.edit ? blueprintLacks(board) : []
    const sign = JSON.stringify([filters, shown, cards.length, lacks, board.can.edit])
    if (sign !== held) {
      held = sign
      line.replaceChildren(...[
        filters.length && make("span", { className: "b-held" }, `${shown} of ${partsCount(cards.length, "card")}: `, ...filters.map((one) => make("button", { type: "button", className: "b-held-one", aria: { label: `${one.said}: take this filter off` }, onclick: () => filtersTell(board, one.off) }, one.said, partsIcon("close")))),
        lacks.length && make("span", { className: "b-lacks" }, "The blueprint lacks ", ...lacks.map((kind) => make("button", { type: "button", className: "b-quiet", textContent: `Add ${BLUEPRINT_NAMES[kind].toLowerCase()}`, onclick: () => board.act({ kind: "add_lane", name: BLUEPRINT_NAMES[kind], lane: kind, at: board.map.lanes.length, after: board.map.lanes.at(-1)?.ref ?? null }, { say: `The lane ${BLUEPRINT_NAMES[kind]} is there.` }) }))),
      ].filter(Boolean))
    }
    line.hidden = !filters.length && !lacks.length
  }

  return {
    draw,
    place: fold,
    shows: (item) => filtersState(board.look, item.future) && filtersPass(board, item),
    showsStage: (stage) => filtersState(board.look, stage.future),
    people() {
      const others = (board.people ?? []).filter((one) => one.client !== board.client), sign = JSON.stringify(others)
      if (sign === here) return
      const before = here ? JSON.parse(here) : null, now = new Set(others.map((one) => one.client))
      here = sign
      people.replaceChildren(...others.slice(0, 6).map(toolsPerson(board)), ...(others.length > 6 ? [make("li", { className: "b-face", textContent: `+${others.length - 6}` })] : []))
      if (before) {
        const came = others.filter((one) => !before.some((each) => each.client === one.client)), left = before.filter((one) => !now.has(one.client))
        const names = (some) => some.filter((one) => !one.me).map((one) => one.name).join(", ")  // one's own second window is nobody's coming
        if (names(came)) board.say(`${names(came)} came.`)
        else if (names(left)) board.say(`${names(left)} left.`)
      }
      toolsMoved(board, before ?? [], others)
    },
    answer(answer) { why.answer(answer) },
    refused(act, refused) { conflicts.show(act, refused); return true },
    leave() { windows.forEach((window) => window.leave()); conflicts.leave() },
  }
}

const toolsWords = (window, words) => { const place = window.whole.querySelector(".b-tool span"); if (place.textContent !== words) place.textContent = words }

/** Somebody who is here too: where they are, and a way there. */
function toolsPerson(board) {
  return (person) => {
    const at = person.at && board.find(person.at), face = partsFace(person, at ? "button" : "span"), said = `${person.name}${person.me ? " (your other window)" : ""}${at ? `, at ${wordsOf(at)}` : ""}`
    face.title = said
    face.setAttribute("aria-label", said)
    if (at) { face.type = "button"; face.onclick = () => board.goTo(person.at) } else face.setAttribute("role", "img")
    return make("li", {}, face)
  }
}
/** The cards that somebody came to or left bear it. */
function toolsMoved(board, before, now) {
  const places = (list) => list.map((one) => one.at).filter(Boolean)
  if (JSON.stringify(places(before)) !== JSON.stringify(places(now))) board.redraw()
}

const toolsSaves = (board) => Boolean(board.map.save && board.can.edit)

/** The views that are offered, and saving this one. */
function toolsViews(board, place, close) {
  const views = board.map.views ?? []
  const choose = (one) => { board.setLook({ mode: "map", state: "current", layers: {}, lanes: [], persona: null, tags: [], teams: [], standing: "", status: "", ...one.settings, view: one.slug }); board.say(`View: ${one.name}.`); close() }
  const all = { slug: "", name: "The whole map", why: "As it is kept for everybody", settings: {} }
  const items = [all, ...views].map((one) => {
    const button = make("button", { type: "button", onclick: () => choose(one), aria: { current: `${(board.look.view || "") === one.slug}` } }, make("span", { textContent: one.name }), one.why && make("small", { textContent: one.why }))
    const off = one.own && toolsSaves(board) && make("button", { type: "button", className: "b-off", aria: { label: `Remove the view ${one.name}` }, onclick: () => { board.act({ kind: "bin_view", slug: one.slug }, { say: `The view ${one.name} is removed.` }); close() } }, partsIcon("close"))
    return make("li", {}, button, off)
  })
  place.replaceChildren(make("ul", { className: "b-list" }, ...items), ...(toolsSaves(board) ? [toolsSave(board, close)] : []))
}
function toolsSave(board, close) {
  const id = fieldId(), name = make("input", { id, className: "b-input", maxLength: 80, required: true })
  const form = make("form", { className: "b-save" }, make("label", { htmlFor: id, textContent: "Save what you see as" }), name, make("button", { type: "submit", className: "b-button", textContent: "Save" }))
  form.onsubmit = (event) => {
    event.preventDefault()
    const { present, zoom, at, view, ...settings } = board.look
    if (!name.value.trim()) return
    board.act({ kind: "save_view", name: name.value.trim(), settings }, { say: `The view ${name.value.trim()} is saved; its address opens it.` })
    close()
  }
  return form
}

/** Layers and lanes to tick. */
function toolsShow(board, place) {
  const updates = [], lanesShown = () => (board.look.lanes?.length ? board.look.lanes : board.map.lanes.filter((lane) => lane.shown).map((lane) => lane.ref))
  const layers = TOOLS_LAYERS.map(([name, said, note]) => {
    const on = () => (name === "handoffs" ? board.look.layers?.handoffs ?? board.look.mode === "blueprint" : chipsOn(board, name))
    const tick = partsTick(said, (value) => { board.setLook({ layers: { ...board.look.layers, [name]: value } }); board.say(`${said} ${value ? "shown" : "hidden"}.`) }, note)
    updates.push(() => tick.set(on()))
    return tick
  })
  const lanes = board.map.lanes.map((lane) => {
    const tick = partsTick(lane.name, (value) => {
      const now = lanesShown(), next = board.map.lanes.map((one) => one.ref).filter((ref) => (ref === lane.ref ? value : now.includes(ref)))
      if (!next.length) return tick.set(true)
      const plain = board.map.lanes.filter((one) => one.shown).map((one) => one.ref)
      board.setLook({ lanes: `${next}` === `${plain}` ? [] : next })
      board.say(`${lane.name} ${value ? "shown" : "hidden"}.`)
    })
    updates.push(() => tick.set(lanesShown().includes(lane.ref)))
    return tick
  })
  const keep = make("button", { type: "button", className: "b-quiet", textContent: "Show these lanes to everybody", onclick: () => {
    const now = lanesShown()
    for (const lane of board.map.lanes) if (lane.shown !== now.includes(lane.ref)) board.act({ kind: "show_lane", ref: lane.ref, shown: now.includes(lane.ref) })
    board.setLook({ lanes: [] })
    board.say("The map opens with these lanes for everybody.")
  } })
  updates.push(() => { keep.hidden = !board.can.edit || !board.look.lanes?.length })
  const parts = [make("fieldset", {}, make("legend", { textContent: "Data and curves" }), ...layers), make("fieldset", { disabled: board.look.mode === "blueprint" }, make("legend", { textContent: "Lanes" }), ...lanes, keep)]
  place.replaceChildren(make("div", { className: "b-columns" }, ...parts))
  return () => updates.forEach((update) => update())
}

/** The reason that the changes of this window carry: said once, it stays until it is changed. */
function toolsWhy(board) {
  const element = make("span", { className: "b-why" }), id = fieldId()
  let open = false, drawn = "", waits = 0
  function draw() {
    element.hidden = !board.can.edit || (!board.why && !waits && !open)
    const sign = JSON.stringify([board.why, waits > 0, open])
    if (sign === drawn || element.contains(document.activeElement) && open && drawn) return
    drawn = sign
    element.replaceChildren(...(open ? [form()] : [
      board.why ? make("span", {}, make("small", { textContent: "Why: " }), board.why) : make("small", { textContent: `${partsCount(waits, "change")} without a reason.` }),
      make("button", { type: "button", className: "b-quiet", textContent: board.why ? "Change" : "Say why", aria: { label: board.why ? "Change the reason" : "Say why you change the map" }, onclick: () => { open = true; drawn = ""; draw(); element.querySelector("input").focus() } }),
    ]))
  }
  function form() {
    const input = make("input", { id, className: "b-input", value: board.why, maxLength: 200, placeholder: "What made you change the map" })
    const done = (text) => { open = false; drawn = ""; if (text !== null && text !== board.why) { board.act({ kind: "why", text }, { say: "The reason goes with your changes." }); board.why = text; waits = 0 } element.replaceChildren(); draw() }
    const form = make("form", {}, make("label", { htmlFor: id, textContent: "Why?" }), input, make("button", { type: "submit", className: "b-quiet", textContent: "Keep" }))
    form.onsubmit = (event) => { event.preventDefault(); done(input.value.trim()) }
    input.onkeydown = (event) => { event.stopPropagation(); if (event.key === "Escape") { event.preventDefault(); done(null) } }
    return form
  }
  return { element, draw, answer(answer) { waits = answer.unexplained ?? waits; draw() } }
}
