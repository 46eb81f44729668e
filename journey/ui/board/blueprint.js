// The blueprint: what customers see and what they do not, with the lines between, and where work passes from team to team.

const BLUEPRINT_KINDS = ["customer action", "touchpoint", "frontstage", "backstage", "system"]
const BLUEPRINT_LINES = [["Line of interaction", 2], ["Line of visibility", 3], ["Line of internal interaction", 4]]
const BLUEPRINT_NAMES = { "customer action": "What customers do", frontstage: "Frontstage", backstage: "Backstage", system: "Systems" }
const BLUEPRINT_WORK = ["backstage", "frontstage", "system", "touchpoint", "customer action"]

/** The kinds of lane that a blueprint lacks on this map. */
const blueprintLacks = (board) => Object.keys(BLUEPRINT_NAMES).filter((kind) => !board.map.lanes.some((lane) => lane.kind === kind))

function blueprintLayer(board) {
  const lines = make("div", { className: "b-lines" }), arrows = drawn("svg", { class: "b-arrows", "aria-hidden": "true" }), told = make("ul", { className: "b-unseen", aria: { label: "Hand-offs" } })
  const blue = () => board.look.mode === "blueprint"
  const shown = () => board.look.layers?.handoffs ?? blue()

  function place() {
    if (!lines.isConnected) board.over.append(lines, arrows)
    if (!told.isConnected) board.root.append(told)
    lines.replaceChildren(...(blue() ? borders() : []))
    const passed = shown() ? (board.map.handoffs ?? []).map(route).filter(Boolean) : []
    lines.append(...passed.filter((one) => one.between).map(flag))
    arrows.replaceChildren(...passed.filter((one) => !one.between).flatMap(arrow))
    told.replaceChildren(...passed.map(({ said, from, to }) => make("li", { textContent: `${blueprintEnd(board, from)} hands over to ${blueprintEnd(board, to)}${said ? `: ${said}` : ""}` })))
    told.hidden = !passed.length
  }

  /** Each line above the first row that lies beyond it; lines at one place share it. */
  function borders() {
    const rows = board.rows(), rank = (row) => BLUEPRINT_KINDS.indexOf(board.find(row.ref)?.kind), at = new Map()
    for (const [name, from] of BLUEPRINT_LINES) {
      const below = rows.find((row) => rank(row) >= from)
      if (below && rows.some((row) => rank(row) < from)) at.set(below.top, [...(at.get(below.top) ?? []), name])
    }
    return [...at].map(([top, names]) => {
      const line = make("div", { className: "b-blue-line" }, make("span", { textContent: names.join(" and ").replace(/ and Line of/g, " and of") }))
      line.style.top = `${top}px`
      return line
    })
  }

  /** Between two stages: a flag at the foot of the row where their work is done, on the border of the later one. */
  function between(handoff) {
    const lanes = board.lanes().filter((lane) => !board.look.folded?.includes(lane.ref)), lane = BLUEPRINT_WORK.map((kind) => lanes.find((one) => one.kind === kind)).find(Boolean)
    const columns = chipsColumns(board), a = columns.get(handoff.from), b = columns.get(handoff.to), row = lane && board.rows().find((one) => one.ref === lane.ref)
    if (!a || !b || !row) return null
    return { ...handoff, between: true, x: (board.columns()[0]?.left ?? 0) + Math.max(a.left, b.left), y: row.top + row.height - 12 }
  }
  function flag({ from, to, said, linked, x, y }) {
    const words = said ? said.replace(" hands over to ", " → ") : blueprintTeams(board, from, to) || "hand-off"
    const element = make("div", { className: linked ? "b-passes" : "b-passes b-guessed", textContent: words })
    element.style.left = `${x}px`
    element.style.top = `${y}px`
    return element
  }

  function route(handoff) {
    const ends = [handoff.from, handoff.to].map((ref) => board.find(ref))
    if (ends.every((one) => one && sortOf(one) === "stage")) return between(handoff)
    const [a, b] = [handoff.from, handoff.to].map((ref) => { const card = board.element(ref); return card?.isConnected && !card.closest(".b-folded") ? board.inside(card) : null })
    if (!a || !b) return null
    const ahead = b.left > a.left + a.width / 2, back = a.left > b.left + b.width / 2
    const side = (box, right) => ({ x: right ? box.left + box.width : box.left, y: box.top + Math.min(box.height / 2, 18) })
    const end = (box, low) => ({ x: box.left + box.width / 2, y: low ? box.top + box.height : box.top })
    const [start, stop, across] = ahead ? [side(a, true), side(b, false), 1] : back ? [side(a, false), side(b, true), -1] : a.top < b.top ? [end(a, true), end(b, false), 0] : [end(a, false), end(b, true), 0]
    return { ...handoff, start, stop, across }
  }

  function arrow({ start, stop, across, linked }) {
    const bow = (across ? Math.abs(stop.x - start.x) : Math.abs(stop.y - start.y)) / 2, down = Math.sign(stop.y - start.y) || 1
    const first = across ? `${start.x + across * bow} ${start.y}` : `${start.x} ${start.y + down * bow}`
    const last = across ? `${stop.x - across * bow} ${stop.y}` : `${stop.x} ${stop.y - down * bow}`
    const tip = across ? `M${stop.x - across * 7} ${stop.y - 5}L${stop.x} ${stop.y}L${stop.x - across * 7} ${stop.y + 5}` : `M${stop.x - 5} ${stop.y - down * 7}L${stop.x} ${stop.y}L${stop.x + 5} ${stop.y - down * 7}`
    return [drawn("path", { class: linked ? "b-pass" : "b-pass b-guessed", d: `M${start.x} ${start.y}C${first} ${last} ${stop.x} ${stop.y}` }), drawn("path", { class: "b-pass", d: tip })]
  }

  /** What a card hands over, said on the card: the arrow beside it has no room for words. */
  function item(el, item) {
    const marks = el.querySelector(".b-marks"), passed = shown() ? (board.map.handoffs ?? []).filter((one) => one.from === item.ref) : []
    marks?.append(...passed.map((one) => make("span", { className: "b-hands-over", textContent: `→ ${blueprintTeams(board, one.from, one.to).split(" → ")[1] ?? wordsOf(board.find(one.to) ?? { text: "what is not shown" })}` })))
  }

  return {
    lanes(lanes, all) {
      if (!blue()) return lanes
      const rank = (lane) => BLUEPRINT_KINDS.indexOf(lane.kind)
      return all.filter((lane) => rank(lane) >= 0).sort((a, b) => rank(a) - rank(b))
    },
    place, item,
    signs: (thing) => (shown() ? JSON.stringify((board.map.handoffs ?? []).filter((one) => one.from === thing.ref)) : ""),
    leave() { told.remove() },
  }
}

const blueprintEnd = (board, ref) => { const thing = board.find(ref); return thing ? `${wordsOf(thing)}${thing.teamName ? ` (${thing.teamName})` : ""}` : "what is not shown" }
/** The two teams between which the work passes, if both are known. */
function blueprintTeams(board, from, to) {
  const team = (ref) => { const thing = board.find(ref); return thing?.teamName || board.find(thing?.stage)?.teamName || "" }
  return team(from) && team(to) && team(from) !== team(to) ? `${team(from)} → ${team(to)}` : ""
}
