// The fields of a thing's panel: each shows what the map says and stores what is chosen, and none is rewritten while somebody types in it.

const FIELDS = {
  card: ["standing", "team", "persona", "future", "tags"],
  pain: ["standing", "scores", "team", "persona", "future", "tags"],
  opportunity: ["standing", "about", "team", "persona", "future", "tags"],
  touchpoint: ["channel", "own", "moment", "tags"],
  step: ["tags"],
  stage: ["team", "future"],
  lane: ["kind"],
}
const FIELDS_LONG = { card: "details", pain: "details", opportunity: "details", stage: "description" }
const FIELDS_STANDING = [["hypothesis", "Hypothesis", "We believe it"], ["evidenced", "Evidenced", "Customers bear it out"], ["struck", "Struck out", "It turned out wrong"]]
const FIELDS_FUTURE = [["stays", "Stays"], ["comes", "Comes"], ["goes", "Goes"]]
const FIELDS_SCORES = [["severity", "Severity"], ["frequency", "Frequency"], ["impact", "Impact"], ["effort", "Effort to fix"]]
const FIELDS_LANES = ["customer action", "touchpoint", "thought", "emotion", "moment of truth", "pain point", "opportunity", "evidence", "frontstage", "backstage", "system", "kpi", "own"]

/** All fields of the thing that `ref` names: an element each, with `update()` where it can change under the reader. */
function fieldsOf(board, ref) {
  const sort = sortOf(board.find(ref))
  const own = { standing: fieldStanding, scores: fieldScores, team: fieldTeam, persona: fieldPersona, future: fieldFuture, tags: fieldTags, about: fieldAbout, channel: fieldChannel, own: fieldOwn, moment: fieldMoment, kind: fieldKind }
  const long = FIELDS_LONG[sort]
  return [
    fieldWords(board, ref),
    long && fieldText(board, ref, { label: long === "details" ? "Details" : "Description", name: long, get: (thing) => thing[long] ?? "", most: 4000, rows: 2 }),
    ...(FIELDS[sort] ?? FIELDS.card).map((name) => own[name](board, ref)),
  ].filter(Boolean)
}

function fieldSave(board, ref, fields, said = "Saved.") {
  board.act({ kind: "change", ref, fields }, { say: said })
}

/** A label over a control. */
function fieldRow(label, control, id) {
  return make("div", { className: "b-row-field" }, id ? make("label", { textContent: label, htmlFor: id }) : make("span", { className: "b-label", textContent: label }), control)
}
let fieldCount = 0
const fieldId = () => `b-field-${(fieldCount += 1)}`

function fieldWords(board, ref) {
  const thing = board.find(ref), name = { stage: "Name", lane: "Name", step: "Name", touchpoint: "Name" }[sortOf(thing)] ?? "Text"
  return fieldText(board, ref, {
    label: name, get: wordsOf, most: longest(thing), rows: 1, className: "b-words", needed: true,
    save: (text, rev) => board.act({ kind: "text", ref, rev, text }, { say: "Saved." }),
  })
}

/**
 * A text field that grows. It is stored when it is left, or by Ctrl+Enter; Escape takes back what was typed. It is sent with the
 * revision that its writer saw, so that what somebody else wrote meanwhile is never overwritten unseen.
 */
function fieldText(board, ref, { label, name, get, most, rows, className = "", needed = false, save }) {
  const id = fieldId(), area = make("textarea", { id, className: `b-input ${className}`, rows, maxLength: most, disabled: !board.can.edit })
  let base = "", rev = null
  const grow = () => { if (!CSS.supports("field-sizing", "content")) { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px` } }
  const store = () => {
    const text = className === "b-words" ? area.value.replace(/\s+/g, " ").trim() : area.value.trim()
    if (text === base || (needed && !text)) { area.value = base; return grow() }
    base = text
    if (save) save(text, rev)
    else board.act({ kind: "change", ref, rev, fields: { [name]: text } }, { say: "Saved." })
    rev = board.find(ref)?.rev ?? rev
  }
  area.onfocus = () => { const thing = board.find(ref); if (thing) { base = get(thing); rev = thing.rev } }
  area.oninput = grow
  area.onblur = store
  area.onkeydown = (event) => {
    if (event.isComposing) return
    const plain = className === "b-words" && event.key === "Enter" && !event.shiftKey
    if (plain || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) { event.preventDefault(); store() }
    if (event.key === "Escape" && area.value !== base) { event.preventDefault(); event.stopPropagation(); area.value = base; grow() }
  }
  const element = fieldRow(label, area, id)
  element.update = (thing) => {
    if (document.activeElement === area) {
      if (area.value === base) { base = get(thing); rev = thing.rev; if (area.value !== base) area.value = base }
      return
    }
    if (area.value !== get(thing)) area.value = get(thing)
    element.hidden = !board.can.edit && !area.value
    grow()
  }
  return element
}

function fieldLock(board, group) {
  for (const button of group.children) button.disabled = !board.can.edit
}

function fieldChoice(board, ref, label, options, name, get = (thing) => thing[name]) {
  const group = partsChoice(label, options, (value) => { if (board.can.edit && value !== `${get(board.find(ref))}`) fieldSave(board, ref, { [name]: value }) })
  const element = fieldRow(label, group)
  fieldLock(board, group)
  element.update = (thing) => group.set(get(thing))
  return element
}
const fieldStanding = (board, ref) => fieldChoice(board, ref, "What it stands on", FIELDS_STANDING, "standing")
const fieldFuture = (board, ref) => fieldChoice(board, ref, "In the future", FIELDS_FUTURE, "future", (thing) => thing.future ?? "stays")

function fieldScores(board, ref) {
  const steps = [1, 2, 3, 4, 5].map((value) => [`${value}`, `${value}`])
  const groups = FIELDS_SCORES.map(([name, said]) => {
    const group = partsChoice(said, steps, (value) => { if (board.can.edit) fieldSave(board, ref, { [name]: Number(value) }, `${said} ${value} of 5.`) })
    fieldLock(board, group)
    return [name, group, make("div", { className: "b-score" }, make("span", { className: "b-label", textContent: said }), group)]
  })
  const sum = make("p", { className: "b-note" }), element = make("div", { className: "b-scores" }, ...groups.map(([, , row]) => row), sum)
  element.update = (thing) => {
    groups.forEach(([name, group]) => group.set(thing.scores?.[name]))
    const { severity, frequency, impact } = thing.scores ?? {}
    sum.textContent = severity ? `Scores ${severity * frequency * impact} of 125: severity × frequency × impact` : ""
  }
  return element
}

function fieldSelect(board, ref, label, name, options, get = (thing) => thing[name]) {
  const id = fieldId(), list = make("select", { id, className: "b-input", disabled: !board.can.edit })
  list.onchange = () => { const value = list.value === "" ? null : /^\d+$/.test(list.value) ? Number(list.value) : list.value; fieldSave(board, ref, { [name]: value }) }
  const element = fieldRow(label, list, id)
  let written = ""
  element.update = (thing) => {
    const now = options(thing), sign = JSON.stringify(now)
    if (sign !== written) { written = sign; list.replaceChildren(...now.map(([value, textContent]) => make("option", { value: value ?? "", textContent }))) }
    list.value = `${get(thing) ?? ""}`
  }
  return element
}
function fieldTeam(board, ref) {
  return fieldSelect(board, ref, "Team", "team", (thing) => {
    const stage = thing.stage && board.find(thing.stage)
    return [[null, stage?.teamName ? `As the stage: ${stage.teamName}` : "None"], ...(board.map.teams ?? []).map((team) => [team.id, team.name])]
  })
}
const fieldPersona = (board, ref) => (board.map.personas?.length ? fieldSelect(board, ref, "Persona", "persona", () => [[null, "Everybody"], ...board.map.personas.map((one) => [one.id, one.name])]) : null)
const fieldKind = (board, ref) => fieldSelect(board, ref, "Holds", "kind", () => FIELDS_LANES.map((kind) => [kind, kind === "own" ? "your own kind" : kind]))
/** The pain point that an opportunity answers. */
function fieldAbout(board, ref) {
  const pains = () => board.map.items.filter((item) => sortOf(item) === "pain" && !item.ref.startsWith("new:"))
  return fieldSelect(board, ref, "Answers the pain point", "about", () => [[null, "None"], ...pains().map((pain) => [pain.ref, pain.text])],
    (thing) => thing.about ?? thing.links?.find((link) => link.ref.startsWith("pain:") && !link.kind)?.ref ?? "")
}

function fieldChannel(board, ref) {
  const element = fieldText(board, ref, { label: "Channel", name: "channel", get: (thing) => thing.channel ?? "", most: 60, rows: 1, className: "b-line-field" })
  return element
}
function fieldTick(board, ref, said, name, note) {
  const tick = partsTick(said, (on) => fieldSave(board, ref, { [name]: on }), note)
  tick.querySelector("input").disabled = !board.can.edit
  tick.update = (thing) => tick.set(Boolean(thing[name]))
  return tick
}
const fieldOwn = (board, ref) => fieldTick(board, ref, "Our own ground", "own", "Not a review site or an app store")
const fieldMoment = (board, ref) => fieldTick(board, ref, "Moment of truth", "moment", "What happens here decides whether customers stay")

function fieldTags(board, ref) {
  const id = fieldId(), words = make("datalist", { id: `${id}-list` }), held = make("span", { className: "b-tags" })
  const input = make("input", { id, className: "b-input", maxLength: 60, placeholder: "Add a tag" })
  input.setAttribute("list", words.id)
  const tags = () => board.find(ref)?.tags ?? []
  const add = () => {
    const tag = input.value.replace(/[,\s]+/g, " ").trim()
    input.value = ""
    if (tag && !tags().includes(tag)) fieldSave(board, ref, { tags: [...tags(), tag] }, `Tagged ${tag}.`)
  }
  input.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === ",") { event.preventDefault(); add() }
    if (event.key === "Backspace" && !input.value && tags().length) { const last = tags().at(-1); fieldSave(board, ref, { tags: tags().slice(0, -1) }, `No longer tagged ${last}.`) }
  }
  input.onchange = add
  const element = fieldRow("Tags", make("div", { className: "b-tag-field" }, held, board.can.edit && input, words), id)
  element.update = (thing) => {
    element.hidden = !board.can.edit && !thing.tags?.length
    words.replaceChildren(...(board.map.tags ?? []).map((tag) => make("option", { value: tag.name ?? tag })))
    held.replaceChildren(...(thing.tags ?? []).map((tag) => {
      const off = make("button", { type: "button", aria: { label: `Remove the tag ${tag}` } }, partsIcon("close"))
      off.onclick = () => { fieldSave(board, ref, { tags: tags().filter((one) => one !== tag) }, `No longer tagged ${tag}.`); input.focus() }
      return make("span", { className: "b-tag" }, tag, board.can.edit && off)
    }))
  }
  return element
}
