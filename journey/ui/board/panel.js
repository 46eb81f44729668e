// The panel of one card, stage, step or lane: its fields, what it is linked to, what was said about it and what became of it.

const PANEL_SORTS = { card: "Card", pain: "Pain point", opportunity: "Opportunity", touchpoint: "Touchpoint", step: "Step", stage: "Stage", lane: "Lane" }

function panelLayer(board) {
  const side = board.side
  let ref = null, parts = [], stored = null

  function open(next, { focus = true } = {}) {
    const thing = board.find(next)
    if (!thing || next.startsWith("cell:")) return
    if (ref !== next) { leave(); ref = next; build(thing) }
    update()
    board.see(board.element(next))
    if (focus) side.querySelector(".b-panel")?.focus({ preventScroll: true })
  }
  /** Forget it first: what is stored as its field is left draws the board anew, and must not find the panel half gone. */
  function leave() {
    const going = parts
    parts = []
    ref = stored = null
    if (side.contains(document.activeElement)) document.activeElement.blur()
    going.forEach((part) => part.leave?.())
  }
  function close() {
    if (ref === null) return
    const back = side.contains(document.activeElement) ? ref : null
    leave()
    side.replaceChildren()
    side.hidden = true
    board.root.classList.remove("b-with-panel")
    if (back) board.goTo(back)
  }

  function build(thing) {
    const of = make("p", { className: "b-of" }), off = partsButton("close", "Close", close, { className: "b-close" })
    const panel = make("div", { className: "b-panel", role: "group", tabIndex: -1 }, make("div", { className: "b-panel-head" }, of, off))
    const where = { update: (now) => { of.textContent = panelWhere(board, now); panel.setAttribute("aria-label", `${of.textContent}: ${wordsOf(now)}`) } }
    const sections = [panelMarks(board), ...fieldsOf(board, thing.ref), ...(thing.ref.startsWith("new:") ? [] : panelBeside(board, thing))]
    parts = [where, ...sections]
    panel.append(...sections.map((part) => part.element ?? part))
    panel.onkeydown = (event) => {
      event.stopPropagation()
      if (event.key === "Escape" && !event.defaultPrevented) { event.preventDefault(); close() }
    }
    side.replaceChildren(panel)
    side.hidden = false
    side.setAttribute("aria-label", "What is chosen on the map")
    board.root.classList.add("b-with-panel")
  }
  /** What was new has its name once the map holds it; until then the panel waits. */
  function settle() {
    const to = stored, focused = side.contains(document.activeElement)
    if (!board.find(to)) return
    leave()
    open(to, { focus: focused })
  }
  function update() {
    if (stored) return settle()
    const thing = ref && board.find(ref)
    if (ref && !thing) { board.say("It is no longer on the map."); return close() }
    if (thing) parts.forEach((part) => part.update?.(thing))
  }

  return {
    open,
    draw: update,
    selected(refs) { if (ref !== null && refs.length === 1 && refs[0] !== ref && board.find(refs[0])) open(refs[0], { focus: false }) },
    renamed(names) { if (names.has(ref)) stored = names.get(ref) },
    key(event) { if (event.key === "Escape" && ref !== null) { close(); return true } return false },
    menu: (refs) => (refs.length === 1 && board.element(refs[0])?.matches(".b-stage, .b-step, .b-lane") ? [{ label: "Open", act: () => board.open(refs[0]) }] : []),
    leave,
  }
}

function panelWhere(board, thing) {
  const stage = thing.stage && board.find(thing.stage), step = thing.step && thing.step !== thing.ref && board.find(thing.step)
  const lane = thing.lane && board.find(thing.lane), sort = sortOf(thing)
  return [sort === "card" && lane ? lane.name : PANEL_SORTS[sort], [stage?.name, step?.name].filter(Boolean).join(" › ")].filter(Boolean).join(" · ")
}

/** What is no field: alerts, KPIs and the gap of a stage, where a pain point stands. */
function panelMarks(board) {
  const element = make("div", { className: "b-known" })
  let written = ""
  return {
    element,
    update(thing) {
      const sign = JSON.stringify([thing.alerts, thing.kpis, thing.gap, thing.status, thing.heatSaid, thing.evidence, thing.measured])
      if (sign === written) return
      written = sign
      const facts = [
        thing.status && thing.status !== "open" && make("p", { className: thing.status === "blocker" ? "worse" : "" }, make("b", { textContent: thing.status === "blocker" ? "A blocker: it waits for a team." : "Resolved." })),
        thing.evidence > 0 && make("p", { textContent: `${partsCount(thing.evidence, "piece of evidence", "pieces of evidence")} behind it.` }),
        thing.gap?.said && make("p", { textContent: thing.gap.said }),
        thing.heatSaid && make("p", { textContent: `${thing.heatSaid}.` }),
        thing.alerts?.length && make("ul", { className: "b-alerts", aria: { label: "Alerts" } }, ...thing.alerts.map((alert) => chipsAlert(alert))),
        thing.kpis?.length && make("ul", { className: "b-kpis", aria: { label: "KPIs" } }, ...thing.kpis.map(chipsKpi)),
      ].filter(Boolean)
      element.replaceChildren(...facts)
      element.hidden = !facts.length
    },
  }
}

/** Links, comments and history: what can hang on a thing that is stored; who came by a link sees none of the talk. */
function panelBeside(board, thing) {
  const sort = sortOf(thing), linkable = sort !== "lane"
  const talk = board.can.shared ? [] : [linkable && commentsPart(board, thing.ref), historyPart(board, thing.ref)]
  return [linkable && linksPart(board, thing.ref), ...talk].filter(Boolean)
}
