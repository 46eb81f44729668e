// On the stages: KPIs with their targets, alerts, the heat of pain; on the cards: what stands behind them and who is at them.

const CHIPS_SHOWN = 3, CHIPS_ALERTS = 1

/** Whether something beside the grid is shown; the curves follow the state that is looked at until somebody says otherwise. */
function chipsOn(board, layer) {
  const said = board.look.layers?.[layer], state = board.look.state || "current"
  if (said !== undefined && said !== null) return said
  if (layer === "future") return state !== "current"
  if (layer === "assumed") return state !== "future"
  return !["heat", "personas"].includes(layer)
}

function chipsLayer(board) {
  let heldKpis = false

  function stage(el, stage) {
    const alerts = chipsOn(board, "alerts") ? stage.alerts ?? [] : []
    const kpis = chipsOn(board, "kpis") && !heldKpis ? stage.kpis ?? [] : []
    const heat = chipsOn(board, "heat") ? stage.heat ?? 0 : 0
    const most = partsNarrow(board) ? 1 : CHIPS_SHOWN, more = Math.max(0, alerts.length - CHIPS_ALERTS) + Math.max(0, kpis.length - most)
    const slot = el.querySelector(".b-under") ?? el
    slot.replaceChildren(...[
      alerts.length && make("ul", { className: "b-alerts", aria: { label: `Alerts at ${stage.name}` } }, ...alerts.slice(0, CHIPS_ALERTS).map(chipsAlert)),
      kpis.length && make("ul", { className: "b-kpis", aria: { label: `KPIs of ${stage.name}` } }, ...kpis.slice(0, most).map(chipsKpi)),
      more && make("button", { type: "button", className: "b-more", textContent: `and ${more} more`, aria: { label: `${more} more alerts and KPIs of ${stage.name}` }, onclick: () => board.open(stage.ref) }),
      heat > 0 && chipsHeat(heat, stage.heatSaid),
    ].filter(Boolean))
  }

  /** The same figures in a lane of their own, where the map has one: then they leave the heads. */
  function kpi(el, stages) {
    const columns = chipsColumns(board)
    el.classList.add("b-kpi-band")
    el.replaceChildren(...stages.flatMap((one) => {
      const column = columns.get(one.ref)
      if (!column || column.folded) return []
      const place = make("ul", { className: "b-kpis", aria: { label: `KPIs of ${one.name}` } }, ...(one.kpis ?? []).map(chipsKpi))
      place.style.left = `${column.left}px`
      place.style.width = `${column.width}px`
      return [place]
    }))
    el.style.height = `${Math.max(0, ...[...el.children].map((place) => place.offsetHeight))}px`
  }

  function item(el, item) {
    const marks = el.querySelector(".b-marks")
    if (!marks) return
    const stage = board.find(item.stage), said = []
    if (item.status === "blocker") said.push(make("b", { className: "worse", textContent: "Blocker" }))
    if (item.status === "resolved") said.push(make("span", { textContent: "resolved" }))
    if (item.moment) said.push(make("b", { className: "b-moment" }, partsIcon("star"), "Moment of truth"))
    if (item.future === "comes" || item.future === "goes") said.push(make("b", { className: `b-${item.future}`, textContent: item.future }))
    if (item.channel) said.push(item.own === false ? `${item.channel}, not ours` : item.channel)
    if (item.teamName && item.team !== stage?.team) said.push(item.teamName)
    const persona = board.map.personas?.find((one) => one.id === item.persona)
    if (persona && board.look.persona !== persona.id) said.push(persona.name)
    said.push(...(item.tags ?? []).map((tag) => make("span", { className: "b-tag", textContent: tag })))
    const counts = [
      chipsCount("evidence", item.evidence, "piece of evidence", "pieces of evidence"),
      chipsCount("link", item.links?.length, "link"),
      chipsCount("comment", item.comments?.open, "open comment"),
    ].filter(Boolean)
    const people = (board.people ?? []).filter((one) => one.at === item.ref && one.client !== board.client)
    marks.append(...[
      ...(item.alerts ?? []).slice(0, 1).map((alert) => chipsAlert(alert, "p")),
      said.length && make("span", { className: "b-saids" }, ...said.flatMap((one, i) => (i ? [" · ", one] : [one]))),
      (counts.length || people.length) && make("span", { className: "b-counts" }, ...counts, ...people.map((one) => partsFace(one))),
    ].filter(Boolean))
    el.classList.toggle("b-at", people.length > 0)
  }

  return {
    stage, kpi, item,
    signs: (thing) => [
      JSON.stringify(board.look.layers ?? {}), board.look.state, heldKpis, board.look.persona,
      board.find(thing.stage)?.team,
      (board.people ?? []).filter((one) => one.at === thing.ref).map((one) => one.client).join(),
    ].join("|"),
    draw() {
      const lanes = board.lanes().some((lane) => lane.kind === "kpi")
      board.root.classList.toggle("b-hot", chipsOn(board, "heat"))
      board.stages().forEach((one) => chipsWarm(board, one))
      if (lanes !== heldKpis) { heldKpis = lanes; board.redraw() }
    },
    place() {
      const lane = board.lanes().find((one) => one.kind === "kpi"), band = lane && board.root.querySelector(`.b-row[data-lane="${lane.ref}"] .b-band`)
      if (band) kpi(band, board.stages())
    },
  }
}

/** Where each stage stands across all columns, relative to the first: its steps' columns together. */
function chipsColumns(board) {
  const found = new Map(), columns = board.columns(), first = columns[0]?.left ?? 0
  columns.forEach((column) => {
    const held = found.get(column.ref), left = column.left - first
    if (held) held.width = Math.max(held.left + held.width, left + column.width) - held.left
    else found.set(column.ref, { left, width: column.width, folded: column.folded })
  })
  return found
}

function chipsAlert(alert, tag = "li") {
  const way = alert.worse ? "worse" : "better", words = [alert.said, alert.since].filter(Boolean).join(" · ")
  const line = alert.href ? make("a", { href: alert.href, className: way }) : make("span", { className: way })
  line.append(make("i", { textContent: PARTS_ARROWS[way], ariaHidden: "true" }), ` ${words}`)
  return make(typeof tag === "string" ? tag : "li", { className: "b-alert" }, line)
}

function chipsKpi(kpi) {
  const state = kpi.state && kpi.state !== "calm" ? kpi.state : ""
  const words = [
    `${kpi.name} `, make("b", { textContent: kpi.value }),
    state && make("em", { className: state, textContent: ` ${PARTS_ARROWS[state]} ${state}` }),
    kpi.target && make("span", { className: "b-aim", textContent: `, target ${chipsAim(kpi)}` }),
  ].filter(Boolean)
  return make("li", { className: "b-kpi", title: kpi.said ?? "" }, kpi.href ? make("a", { href: kpi.href }, ...words) : make("span", {}, ...words))
}

/** The target, without the unit where its value just named that in words. */
function chipsAim({ value, target }) {
  const unit = /^\S+ (.{4,})$/.exec(`${value}`)?.[1]
  return unit && `${target}`.endsWith(` ${unit}`) ? `${target}`.slice(0, -unit.length - 1) : `${target}`
}

function chipsHeat(heat, said) {
  const bar = make("i", { ariaHidden: "true" })
  bar.style.width = `${Math.round(heat * 100)}%`
  return make("p", { className: "b-heat" }, make("span", { className: "b-heat-bar" }, bar), said || "Pain")
}

/** Tints the cells of a stage by its pain; the words stand in its head. */
function chipsWarm(board, stage) {
  const heat = chipsOn(board, "heat") ? stage.heat ?? 0 : 0
  board.root.querySelectorAll(`.b-cell[data-stage="${stage.ref}"]`).forEach((cell) => cell.style.setProperty("--heat", `${Math.round(heat * 15)}%`))
}

function chipsCount(icon, n, one, many) {
  return n ? make("span", { className: "b-tally", title: partsCount(n, one, many) }, partsIcon(icon), `${n}`, make("span", { className: "b-unseen", textContent: ` ${n === 1 ? one : (many ?? `${one}s`)}` })) : null
}
