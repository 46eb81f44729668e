// What the board shows: the map as the server told it, with the acts laid over it that the server has not answered yet.

const LAYERS = []

/** An element with properties, `dataset` and `aria` (label, expanded ...) as objects, and children; what is null or false is left out. */
function make(tag, { dataset, aria, ...properties } = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) if (value !== undefined) element[name] = value
  Object.assign(element.dataset, dataset)
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value)
  element.append(...children.filter((child) => child || child === 0))
  return element
}

function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

const HOLDS = { pain: "pain point", opportunity: "opportunity", touchpoint: "touchpoint", step: "customer action" }
const DRAWN = ["emotion", "kpi"]
const MAKES = { "pain point": "pain", opportunity: "opportunity", touchpoint: "touchpoint" }
const LONGEST = { card: 400, pain: 200, opportunity: 200, lane: 80 }

const kindOf = (ref) => ref.split(":")[0]
/** What a ref stands for; a thing that is not stored yet says it itself. */
const sortOf = (thing) => thing.sort ?? kindOf(thing.ref)
const longest = (thing) => LONGEST[sortOf(thing)] ?? 120
/** The curve's place on a map that has no lane of emotion: it is drawn, but nobody can move, rename or bin it. */
const isShadow = (thing) => thing?.ref === "lane:0"
const wordsOf = (thing) => thing?.text ?? thing?.name ?? ""

/** May it stand in a lane of that kind? */
function fits(item, lane) {
  const only = HOLDS[sortOf(item)]
  return only ? lane.kind === only : lane.kind !== "touchpoint" && !DRAWN.includes(lane.kind)
}

/** Everything on the map that carries this ref: a step stands both under its stage and among the cards. */
function named(map, ref) {
  const all = [...map.stages, ...map.lanes, ...map.items, ...map.stages.flatMap((stage) => stage.steps ?? [])]
  return all.filter((thing) => thing.ref === ref)
}
const findIn = (map, ref) => named(map, ref)[0] ?? null

/** What a cell holds, in order; step undefined: of whichever step. */
function inCell(map, { stage, step, lane }) {
  return map.items.filter((item) => item.stage === stage && item.lane === lane && (step === undefined || (item.step ?? null) === step))
}

/** Put `moved` behind `after`, or first among `brothers`, in a list that keeps everything else where it is. */
function putAfter(list, moved, after, brothers) {
  const rest = list.filter((thing) => !moved.includes(thing))
  const before = rest.findIndex((thing) => thing.ref === after)
  const first = rest.findIndex((thing) => brothers.includes(thing)), last = rest.findLastIndex((thing) => brothers.includes(thing))
  const at = before >= 0 ? before + 1 : after ? last + 1 || rest.length : first >= 0 ? first : rest.length
  rest.splice(at, 0, ...moved)
  return rest
}

const PLAIN = {
  rev: null, details: "", standing: "hypothesis", team: null, teamName: "", persona: null, future: "stays", scores: null, channel: "", own: true,
  moment: false, evidence: 0, isNew: false,
}
const blank = () => ({ ...PLAIN, tags: [], links: [], alerts: [], comments: { open: 0, all: 0 } })

/** How each kind of act changes the map; what is not here shows when the server has done it. */
const LAY = {
  move(map, { items, stage, step, lane, after }) {
    const moved = items.flatMap(({ ref }) => map.items.filter((item) => item.ref === ref))
    for (const item of moved) {
      if (sortOf(item) === "step" && item.stage !== stage) moveStep(map, item, stage)
      Object.assign(item, { stage, lane, step: step === "keep" ? item.step : step })
    }
    map.items = putAfter(map.items, moved, after, inCell(map, { stage, lane }))
  },
  text(map, { ref, text }) {
    for (const thing of named(map, ref)) thing["text" in thing ? "text" : "name"] = text
  },
  change(map, { ref, fields }) {
    for (const thing of named(map, ref)) {
      for (const [name, value] of Object.entries(fields)) {
        if (["severity", "frequency", "impact", "effort"].includes(name)) thing.scores = { ...thing.scores, [name]: value }
        else thing[name === "description" && "details" in thing ? "details" : name] = value
      }
      if ("team" in fields) thing.teamName = map.teams?.find((team) => team.id === fields.team)?.name ?? ""
    }
  },
  add(map, { token, stage, step, lane, text, after, fields }) {
    const made = { ...blank(), ...fields, ref: `new:${token}`, sort: MAKES[findIn(map, lane)?.kind] ?? "card", stage, step, lane, text }
    map.items = putAfter(map.items, [made], after, inCell(map, { stage, lane }))
  },
  add_stage(map, { token, name, after }) {
    const made = { ref: `new:${token}`, sort: "stage", rev: null, name, description: "", steps: [], kpis: [], alerts: [], felt: {}, future: "stays", assumed: null }
    map.stages = putAfter(map.stages, [made], after, map.stages)
  },
  add_step(map, { token, stage, name, after }) {
    const owner = findIn(map, stage), made = { ref: `new:${token}`, sort: "step", rev: null, name }
    if (owner) owner.steps = putAfter(owner.steps ?? [], [made], after, owner.steps ?? [])
    const lane = map.lanes.find((one) => one.kind === HOLDS.step)
    if (lane) map.items.push({ ...blank(), ref: made.ref, sort: "step", stage, step: null, lane: lane.ref, text: name })
  },
  add_lane(map, { token, name, lane, after }) {
    map.lanes = putAfter(map.lanes, [{ ref: `new:${token}`, sort: "lane", rev: null, name, kind: lane, shown: true }], after, map.lanes)
  },
  duplicate(map, { token, items }) {
    items.forEach(({ ref }, i) => {
      const from = map.items.find((item) => item.ref === ref)
      if (!from) return
      const copy = { ...structuredClone(from), ref: items.length > 1 ? `new:${token}:${i}` : `new:${token}`, sort: sortOf(from), rev: null, comments: { open: 0, all: 0 } }
      map.items = putAfter(map.items, [copy], ref, [])
    })
  },
  bin(map, { items }) {
    const gone = new Set(items.map(({ ref }) => ref)), kept = (thing) => !gone.has(thing.ref)
    map.stages = map.stages.filter(kept)
    map.lanes = map.lanes.filter(kept)
    map.items = map.items.filter((item) => kept(item) && !gone.has(item.stage) && !gone.has(item.lane))
    for (const stage of map.stages) stage.steps = stage.steps?.filter(kept)
    for (const item of map.items) if (gone.has(item.step)) item.step = null
  },
  order(map, { ref, after }) {
    const reorder = (list) => putAfter(list, list.filter((thing) => thing.ref === ref), after, list)
    map.stages = reorder(map.stages)
    map.lanes = [...map.lanes.filter(isShadow), ...reorder(map.lanes.filter((lane) => !isShadow(lane)))]
    for (const stage of map.stages) if (stage.steps?.some((step) => step.ref === ref)) stage.steps = reorder(stage.steps)
    const step = map.items.find((item) => item.ref === ref)
    if (step) map.items = putAfter(map.items, [step], after, inCell(map, { stage: step.stage, lane: step.lane }))
  },
  emotion(map, { stage, value, persona, which }) {
    const place = findIn(map, stage)
    if (!place) return
    if (persona) (place.felt ??= {})[persona] = { ...place.felt[persona], [which]: value }
    else place[which === "future" ? "futureEmotion" : "assumed"] = value
  },
  show_lane(map, { ref, shown }) {
    for (const lane of named(map, ref)) lane.shown = shown
  },
}

function moveStep(map, item, stage) {
  const from = findIn(map, item.stage), to = findIn(map, stage), step = from?.steps?.find((one) => one.ref === item.ref)
  if (!step || !to) return
  from.steps = from.steps.filter((one) => one !== step)
  to.steps = [...(to.steps ?? []), step]
  for (const card of map.items) if (card.step === step.ref) card.stage = stage
}

/** The map with these acts on top, in their order. */
function layOver(map, acts) {
  for (const act of acts) LAY[act.kind]?.(map, act)
  return map
}
