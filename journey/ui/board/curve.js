// What customers feel, across all stages: the assumed and the future curve to take hold of, the measured one with its interval.

const CURVE_TOP = 22, CURVE_FOOT = 52, CURVE_END = 5
const CURVE_FITS = { "too rosy": ["worse", "worse than assumed"], "too bleak": ["better", "better than assumed"], holds: ["", "as assumed"], "too few": ["", "too few to tell"] }
const CURVE_NAMES = { assumed: "Assumed", future: "Future" }

/** The curve of everybody, or of one persona, for now ("assumed") or for the future: value and revision at each stage. */
function curveOf(which, persona) {
  return {
    which, persona,
    value: (stage) => (persona ? stage.felt?.[persona]?.[which] : which === "future" ? stage.futureEmotion : stage.assumed) ?? null,
    rev: (stage) => (persona ? stage.felt?.[persona]?.rev ?? 0 : stage.rev),
  }
}

/** How a point is said: "Assumed +2, content". */
function curveSaid(board, which, value) {
  const word = value === null ? "" : partsFelt(board.map.scale, value)
  return value === null ? `${CURVE_NAMES[which]}: nothing said yet` : `${CURVE_NAMES[which]} ${partsSigned(value)}${word ? `, ${word}` : ""}`
}

/** Where the values of one stage stand: the highest over its point, the lowest under its own, what lies between at the side. */
function curveApart(labels) {
  const sorted = [...labels].sort((a, b) => a.y - b.y || b.value - a.value)
  sorted.forEach((label, i) => {
    label.aside = i === 0 && (sorted.length > 1 || label.value >= 0) ? "over" : i === sorted.length - 1 ? "under" : "beside"
  })
  return sorted
}

function curveLayer(board) {
  const picture = drawn("svg", { class: "b-picture", "aria-hidden": "true" }), foot = make("div", { className: "b-foot" }), hands = make("div", { className: "b-hands" })
  const told = make("ul", { className: "b-unseen" }), host = make("div", { className: "b-curve" }, picture, hands, foot, told)
  const feels = new Map(), drafts = new Map()
  let stages = [], drag = null, later = 0, lastKey = null, places = new Map()

  const high = () => host.clientHeight || 210
  const y = (value) => CURVE_TOP + ((CURVE_END - value) / (2 * CURVE_END)) * (high() - CURVE_TOP - CURVE_FOOT)
  const persona = () => board.look.persona || null
  const key = (which, stage) => `${which}|${persona() ?? ""}|${stage.ref}`
  const now = (curve, stage) => { const own = drafts.get(key(curve.which, stage)); return own !== undefined ? own : curve.value(stage) }
  const held = () => ["assumed", "future"].filter((which) => chipsOn(board, which)).map((which) => curveOf(which, persona()))

  /** Everything anew from what is known; handles stay the same elements, so that nobody loses theirs. */
  function paint() {
    if (!host.isConnected) return
    places = chipsColumns(board)
    stages = stages.map((stage) => board.find(stage.ref)).filter((stage) => stage && places.has(stage.ref) && !places.get(stage.ref).folded)
    const wide = Math.max(host.clientWidth, 1), curves = held()
    picture.setAttribute("viewBox", `0 0 ${wide} ${high()}`)
    picture.replaceChildren(
      drawn("path", { class: "b-zero", d: `M0 ${y(0)}H${wide}` }),
      ...(chipsOn(board, "measured") ? measured() : []),
      ...(chipsOn(board, "personas") && !persona() ? others() : []),
      ...(persona() ? curves.map((curve) => line(curveOf(curve.which, null), "everybody")) : []),
      ...curves.map((curve) => line(curve)),
      ...values(curves),
    )
    handles(curves)
    foot.replaceChildren(...stages.map(under))
    told.replaceChildren(...stages.map((stage) => make("li", { textContent: saidOf(stage, curves) })))
  }

  const centre = (stage) => { const place = places.get(stage.ref); return place.left + place.width / 2 }

  /** A line through the stages that have a value, broken where one has none. */
  function line(curve, extra = "") {
    let pen = "M"
    const path = stages.map((stage) => {
      const value = now(curve, stage)
      if (value === null) { pen = "M"; return "" }
      const point = `${pen}${centre(stage).toFixed(1)} ${y(value).toFixed(1)}`
      pen = "L"
      return point
    }).join("")
    return drawn("path", { class: `b-line b-${curve.which} ${extra}`, d: path || "M0 0" })
  }

  function measured() {
    const known = stages.filter((stage) => stage.measured), runs = []
    stages.forEach((stage) => {
      if (!stage.measured || stage.measured.low === null) return runs.push([])
      if (!runs.length) runs.push([])
      runs.at(-1).push(stage)
    })
    const edge = (run, side) => run.flatMap((stage) => [-14, 14].map((aside) => `${(centre(stage) + aside).toFixed(1)} ${y(stage.measured[side]).toFixed(1)}`))
    const ribbons = runs.filter((run) => run.length).map((run) => drawn("path", { class: "b-ribbon", d: `M${[...edge(run, "high"), ...edge(run, "low").reverse()].join("L")}Z` }))
    const real = { which: "measured", value: (stage) => stage.measured?.mean ?? null }
    const gaps = chipsOn(board, "assumed") && !persona() ? known.filter((stage) => ["too rosy", "too bleak"].includes(stage.gap?.fit) && stage.assumed !== null) : []
    return [
      ...ribbons,
      ...gaps.map((stage) => drawn("path", { class: `b-gap-line ${CURVE_FITS[stage.gap.fit][0]}`, d: `M${centre(stage)} ${y(now(curveOf("assumed", null), stage))}V${y(stage.measured.mean)}` })),
      line(real),
      ...known.map((stage) => drawn("circle", { class: "b-dot", cx: centre(stage), cy: y(stage.measured.mean), r: 5, style: `--felt:${curveColour(stage.measured.mean)}` })),
    ]
  }

  /** Each persona's assumption as a thin line, named at its end. */
  function others() {
    return (board.map.personas ?? []).slice(0, 6).flatMap((one, i) => {
      const curve = curveOf("assumed", one.id), last = stages.findLast((stage) => curve.value(stage) !== null)
      if (!last) return []
      const name = drawn("text", { class: `b-named b-shade${i}`, x: centre(last) + 12, y: y(curve.value(last)) + 4 })
      name.textContent = one.name
      return [line(curve, `b-persona b-shade${i}`), name]
    })
  }

  function values(curves) {
    return stages.flatMap((stage) => {
      const labels = curves.filter((curve) => now(curve, stage) !== null).map((curve) => ({ y: y(now(curve, stage)), value: now(curve, stage), kind: curve.which }))
      if (chipsOn(board, "measured") && stage.measured) labels.push({ y: y(stage.measured.mean), value: stage.measured.mean, kind: "measured" })
      return curveApart(labels).map((label) => {
        const [x, y] = { over: [0, -11], under: [0, 19], beside: [14, 4] }[label.aside]
        const text = drawn("text", { class: `b-value b-${label.kind}`, x: centre(stage) + x, y: label.y + y, "text-anchor": x ? "start" : "middle" })
        text.textContent = partsSigned(label.value)
        return text
      })
    })
  }

  function handles(curves) {
    const used = new Set()
    const wanted = board.can.edit ? curves.flatMap((curve) => stages.map((stage) => ({ curve, stage }))) : []
    for (const { curve, stage } of wanted) {
      const id = key(curve.which, stage), value = now(curve, stage)
      used.add(id)
      if (!feels.has(id)) feels.set(id, handle(id, curve, stage))
      const feel = feels.get(id)
      feel._of = { curve, stage }
      feel.className = `b-feel b-${curve.which}${value === null ? " b-none" : ""}${drag?.feel === feel ? " b-held" : ""}`
      feel.style.left = `${centre(stage) + (value === null && curve.which === "future" ? 18 : 0)}px`
      feel.style.top = `${y(value ?? 0)}px`
      feel.dataset.said = value === null ? "drag to say" : [partsSigned(value), partsFelt(board.map.scale, value)].filter(Boolean).join(" ")
      feel.classList.toggle("b-low", value !== null && value < -3)
      for (const [name, said] of Object.entries({ label: `${CURVE_NAMES[curve.which]} emotion at ${stage.name}${whose()}`, valuenow: value ?? 0, valuetext: value === null ? "nothing said yet" : feel.dataset.said })) feel.setAttribute(`aria-${name}`, said)
    }
    const order = wanted.map(({ curve, stage }) => feels.get(key(curve.which, stage)))
    for (const [id, feel] of feels) if (!used.has(id)) { feel.remove(); feels.delete(id) }
    order.forEach((feel, i) => { if (hands.children[i] !== feel) hands.insertBefore(feel, hands.children[i] ?? null) })
    const stop = order.find((feel) => feel.dataset.id === lastKey) ?? order[0]
    order.forEach((feel) => { feel.tabIndex = feel === stop ? 0 : -1 })
  }
  const whose = () => { const one = board.map.personas?.find((each) => each.id === persona()); return one ? `, ${one.name}` : "" }

  function handle(id, curve, stage) {
    const feel = make("div", { className: "b-feel", role: "slider", tabIndex: -1, dataset: { id }, aria: { orientation: "vertical", valuemin: -CURVE_END, valuemax: CURVE_END } })
    feel.onpointerdown = (event) => take(event, feel)
    feel.onkeydown = (event) => press(event, feel)
    feel.onfocus = () => { lastKey = id; [...hands.children].forEach((one) => { one.tabIndex = one === feel ? 0 : -1 }) }
    feel.onblur = () => settle()
    feel.ondblclick = (event) => event.stopPropagation()
    return feel
  }

  function take(event, feel) {
    if (event.button !== 0 || !event.isPrimary) return
    event.preventDefault()
    event.stopPropagation()
    settle()
    feel.focus({ preventScroll: true })
    feel.setPointerCapture(event.pointerId)
    const { curve, stage } = feel._of, box = host.getBoundingClientRect(), scale = box.height / high()
    const aside = (event.clientY - box.top) / scale - y(now(curve, stage) ?? 0), before = now(curve, stage)
    drag = { feel, before }
    board.held(true)
    const at = (move) => { const inner = (move.clientY - box.top) / scale - aside; return CURVE_END - ((inner - CURVE_TOP) / (high() - CURVE_TOP - CURVE_FOOT)) * 2 * CURVE_END }
    feel.onpointermove = (move) => draft(feel, Math.round(at(move) * 2) / 2)
    const end = (keep) => {
      feel.onpointermove = feel.onpointerup = feel.onpointercancel = feel.onlostpointercapture = null
      drag = null
      board.held(false)
      if (keep) settle()
      else { drafts.delete(feel.dataset.id); paint() }
    }
    drag.drop = () => end(false)
    feel.onpointerup = () => end(true)
    feel.onpointercancel = feel.onlostpointercapture = () => end(false)
    paint()
  }

  function press(event, feel) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const { curve, stage } = feel._of, value = now(curve, stage) ?? 0
    const next = { ArrowUp: value + 0.5, ArrowDown: value - 0.5, PageUp: value + 1, PageDown: value - 1, Home: -CURVE_END, End: CURVE_END }[event.key]
    const aside = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (next !== undefined) draft(feel, next)
    else if (aside) step(feel, aside)
    else if (event.key === "Delete" || event.key === "Backspace") { if (now(curve, stage) !== null) { drafts.set(feel.dataset.id, null); settle() } }
    else if (event.key === "Enter") settle()
    else if (event.key === "Escape") { if (drag) drag.drop(); else if (drafts.delete(feel.dataset.id)) paint(); else return }
    else return
    event.preventDefault()
    event.stopPropagation()
    if (next !== undefined) { clearTimeout(later); later = setTimeout(settle, 1200) }
  }
  /** The same curve at the stage before or behind. */
  function step(feel, aside) {
    const same = [...hands.children].filter((one) => one._of.curve.which === feel._of.curve.which)
    same[same.indexOf(feel) + aside]?.focus()
  }

  function draft(feel, value) {
    const next = Math.max(-CURVE_END, Math.min(CURVE_END, Math.round(value * 2) / 2))
    if (drafts.get(feel.dataset.id) === next) return
    drafts.set(feel.dataset.id, next)
    paint()
  }
  /** What was drawn becomes an act, once the hand is off. */
  function settle() {
    clearTimeout(later)
    for (const [id, value] of [...drafts]) {
      const of = feels.get(id)?._of
      drafts.delete(id)
      const stage = of && board.find(of.stage.ref)
      if (!stage || of.curve.value(stage) === value) continue
      const { which, persona } = of.curve
      board.act({ kind: "emotion", stage: stage.ref, rev: of.curve.rev(stage), value, persona, which }, { say: `${stage.name}: ${curveSaid(board, which, value)}.` })
    }
    paint()
  }

  function under(stage) {
    const place = places.get(stage.ref), [way, words] = chipsOn(board, "measured") && !persona() ? CURVE_FITS[stage.gap?.fit] ?? ["", ""] : ["", ""]
    const line = make("p", { title: stage.gap?.said ?? "", ariaHidden: "true" },
      chipsOn(board, "measured") && stage.measured && make("span", { textContent: `n ${stage.measured.n.toLocaleString("en")}` }),
      words && make("b", { className: way, textContent: `${PARTS_ARROWS[way] ?? ""} ${words}`.trim() }))
    line.style.left = `${place.left}px`
    line.style.width = `${place.width}px`
    return line
  }
  function saidOf(stage, curves) {
    const real = stage.measured, between = real && real.low !== null ? ` (${partsSigned(real.low)} to ${partsSigned(real.high)})` : ""
    const parts = curves.map((curve) => curveSaid(board, curve.which, now(curve, stage)))
    if (chipsOn(board, "measured")) parts.push(real ? `measured ${partsSigned(real.mean)}${between} on ${partsCount(real.n, "answer")}` : "nothing measured")
    return `${stage.name}: ${parts.join("; ")}. ${persona() ? "" : stage.gap?.said ?? ""}`
  }

  return {
    emotion(el, shown) {
      stages = shown
      if (host.parentElement !== el) el.append(host)
      paint()
    },
    lane(el, lane) {
      el.querySelector(".b-key")?.remove()
      if (lane.kind === "emotion") el.querySelector(".b-name").after(curveKey(board))
    },
    signs: (thing) => (thing.kind === "emotion" ? JSON.stringify([board.look.layers, board.look.state, board.look.persona, board.map.scale]) : ""),
    draw() { if (!drag) { stages = board.stages(); paint() } },
    place() { if (!drag) paint() },
    key(event) { if (event.key === "Escape" && drag) { drag.drop(); return true } return false },
    leave() { clearTimeout(later) },
  }
}

/** Beside the name of the lane: which line is which, and the ends of the scale. */
function curveKey(board) {
  const kinds = [["measured", "measured, with its 95 % interval"], ["assumed", "assumed"], ["future", "future"]].filter(([kind]) => chipsOn(board, kind))
  const end = (value) => [partsSigned(value), partsFelt(board.map.scale, value)].filter(Boolean).join(" ")
  return make("div", { className: "b-key" },
    make("small", { className: "b-scale-top", textContent: end(5) }),
    ...kinds.map(([kind, said]) => make("small", { className: `b-key-${kind}`, title: said }, drawn("svg", { viewBox: "0 0 26 10", "aria-hidden": "true" }, drawn("path", { class: `b-line b-${kind}`, d: "M1 5H25" })), kind)),
    make("small", { className: "b-scale-low", textContent: end(-5) }))
}

/** The colour of an emotion: from worse through paper to better. */
function curveColour(value) {
  const share = Math.round(Math.min(5, Math.abs(value)) * 20)
  return `color-mix(in srgb, var(--${value < 0 ? "worse" : "better"}) ${share}%, var(--second))`
}
