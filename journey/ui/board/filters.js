// Which cards are shown: by state, tag, persona, team, what they stand on, and where they stand.

const FILTERS_STANDING = [["", "Any"], ["hypothesis", "Hypotheses"], ["evidenced", "Evidenced"], ["struck", "Struck out"]]
const FILTERS_STATUS = [["", "Any"], ["open", "Open pain points"], ["blocker", "Blockers"], ["resolved", "Resolved pain points"], ["discussed", "With open comments"], ["alerted", "With alerts"], ["new", "New this week"]]
const FILTERS_NONE = { persona: null, tags: [], teams: [], standing: "", status: "" }

/** Whether a state shows a thing: the current one all but what comes, the future one all but what goes. */
function filtersState(look, future) {
  const state = look.state || "current"
  return state === "both" || future !== (state === "future" ? "goes" : "comes")
}

const FILTERS_TEST = {
  open: (item) => item.status === "open" || item.status === "blocker",
  blocker: (item) => item.status === "blocker", resolved: (item) => item.status === "resolved",
  discussed: (item) => item.comments?.open > 0, alerted: (item) => item.alerts?.length > 0, new: (item) => item.isNew,
}

/** Whether the filters let a card pass; steps always stay, so that the rest can be read, and so does what was just written here, until the filters change. */
function filtersPass(board, item) {
  const { persona, tags, teams, standing, status } = board.look
  if (sortOf(item) === "step" || item.ref.startsWith("new:") || board.fresh?.has(item.ref)) return true
  const team = item.team ?? board.find(item.stage)?.team
  return (!persona || !item.persona || item.persona === persona)
    && (!tags?.length || tags.some((tag) => item.tags?.includes(tag)))
    && (!teams?.length || teams.includes(team))
    && (!standing || item.standing === standing)
    && (!status || (FILTERS_TEST[status]?.(item) ?? true))
}

/** The filters that hold, each in words and with what takes it off. */
function filtersHeld(board) {
  const { persona, tags = [], teams = [], standing, status } = board.look
  const name = (list, id) => list?.find((one) => one.id === id)?.name ?? "?"
  const said = (options, value) => options.find(([one]) => one === value)?.[1] ?? value
  return [
    persona && { said: name(board.map.personas, persona), off: { persona: null } },
    ...tags.map((tag) => ({ said: `tagged ${tag}`, off: { tags: tags.filter((one) => one !== tag) } })),
    ...teams.map((team) => ({ said: name(board.map.teams, team), off: { teams: teams.filter((one) => one !== team) } })),
    standing && { said: said(FILTERS_STANDING, standing).toLowerCase(), off: { standing: "" } },
    status && { said: said(FILTERS_STATUS, status).toLowerCase(), off: { status: "" } },
  ].filter(Boolean)
}

/** The window of filters; what it returns keeps its boxes as the look says. */
function filtersFill(board, place) {
  const { personas = [], teams = [], tags = [] } = board.map, updates = []
  const select = (label, options, get, set) => {
    const id = fieldId(), list = make("select", { id, className: "b-input" }, ...options.map(([value, textContent]) => make("option", { value: value ?? "", textContent })))
    list.onchange = () => filtersTell(board, set(list.value))
    updates.push(() => { list.value = `${get() ?? ""}` })
    return fieldRow(label, list, id)
  }
  const ticks = (title, all, held, name) => all.length > 0 && make("fieldset", {}, make("legend", { textContent: title }), ...all.map(([value, said]) => {
    const tick = partsTick(said, (on) => filtersTell(board, { [name]: on ? [...held(), value] : held().filter((one) => one !== value) }))
    updates.push(() => tick.set(held().includes(value)))
    return tick
  }))
  const names = tags.map((tag) => tag.name ?? tag), clear = make("button", { type: "button", className: "b-quiet", textContent: "Show everything", onclick: () => filtersTell(board, FILTERS_NONE) })
  place.replaceChildren(...[
    select("What it stands on", FILTERS_STANDING, () => board.look.standing, (standing) => ({ standing })),
    select("Where it stands", FILTERS_STATUS, () => board.look.status, (status) => ({ status })),
    personas.length > 0 && select("Persona", [["", "All together"], ...personas.map((one) => [one.id, one.name])], () => board.look.persona, (value) => ({ persona: value ? Number(value) : null })),
    make("div", { className: "b-columns" },
      ticks("Team", teams.map((team) => [team.id, team.name]), () => board.look.teams ?? [], "teams"),
      ticks("Tag", names.map((name) => [name, name]), () => board.look.tags ?? [], "tags")),
    clear,
  ].filter(Boolean))
  return () => { updates.forEach((update) => update()); clear.hidden = !filtersHeld(board).length }
}

function filtersTell(board, part) {
  board.setLook(part)
  const cards = board.map.items.filter((item) => sortOf(item) !== "step"), shown = cards.filter((item) => filtersPass(board, item))
  board.say(`${partsCount(shown.length, "card")} of ${cards.length} shown.`)
}
