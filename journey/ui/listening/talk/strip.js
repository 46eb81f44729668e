// The conversation at a glance: who spoke when, how the customer felt along it, what is in sight; a click goes there.

const WIDE = 1000, HIGH = 48, MIDDLE = 20, STEP = 3.6

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

const middle = (turn) => ((turn.x[0] + turn.x[1]) / 2) * WIDE
const height = (felt) => MIDDLE - felt * STEP

/** A path of one stroke a turn, from no emotion to the one it was told to have. */
function strokes(turns) {
  return turns.map((turn) => `M${middle(turn).toFixed(1)} ${MIDDLE}V${height(turn.felt).toFixed(1)}`).join("")
}

/** The smoothed line, broken where a turn of the customer was not scored. */
function line(turns) {
  let pen = "M"
  return turns.reduce((path, turn) => {
    if (turn.level === null) { pen = "M"; return path }
    const point = `${pen}${middle(turn).toFixed(1)} ${height(turn.level).toFixed(1)}`
    pen = "L"
    return path + point
  }, "")
}

/** Who speaks: a bar for each turn, the customer's darker, below the other's. */
function speakers(turns, customer) {
  return turns
    .filter((turn) => turn.customer === customer)
    .map((turn) => `M${(turn.x[0] * WIDE).toFixed(1)} ${customer ? 47 : 43}H${Math.max(turn.x[1] * WIDE - 1, turn.x[0] * WIDE + 0.5).toFixed(1)}`)
    .join("")
}

function picture(turns) {
  const customer = turns.filter((turn) => turn.customer)
  const scored = customer.filter((turn) => turn.felt !== null)
  const path = (name, d) => (d ? [svg("path", { class: name, d, "vector-effect": "non-scaling-stroke" })] : [])
  const top = scored.length ? 0 : HIGH - 9  // without emotion only who speaks is left to show
  return svg("svg", { viewBox: `0 ${top} ${WIDE} ${HIGH - top}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    ...(scored.length ? path("zero", `M0 ${MIDDLE}H${WIDE}`) : []),
    ...path("worse", strokes(scored.filter((turn) => turn.felt < 0))),
    ...path("better", strokes(scored.filter((turn) => turn.felt > 0))),
    ...path("level", line(customer)),
    ...path("other", speakers(turns, false)),
    ...path("own", speakers(turns, true)))
}

/** The strip over the turns; `jump(i)` goes to one, `settle()` ends a drag. Returns what to tell when the reader moves. */
function drawStrip(place, turns, jump, settle) {
  const seen = make("div", { className: "seen" })
  const scored = turns.some((turn) => turn.felt !== null)
  const flags = turns.flatMap((turn) => (turn.turned ? [flag(turn)] : []))
  const strip = make("div", {
    className: scored ? "strip" : "strip flat", tabIndex: 0, role: "slider", ariaLabel: "Place in the conversation",
    ariaValueMin: "1", ariaValueMax: `${turns.length}`, ariaOrientation: "horizontal",
  }, picture(turns), seen, ...flags)
  let at = 0
  const go = (i) => jump(Math.max(0, Math.min(turns.length - 1, i)))
  const to = (event) => {
    const box = strip.getBoundingClientRect(), x = ((event.clientX - box.left) / box.width) * WIDE
    const near = turns.reduce((best, turn, i) => (Math.abs(middle(turn) - x) < Math.abs(middle(turns[best]) - x) ? i : best), 0)
    if (near !== at || event.type === "pointerdown") go(near)
  }
  strip.onpointerdown = (event) => { if (event.isPrimary && event.button === 0) { strip.setPointerCapture(event.pointerId); to(event) } }
  strip.onpointermove = (event) => { if (strip.hasPointerCapture(event.pointerId)) to(event) }
  strip.onpointerup = settle
  strip.onkeydown = (event) => {
    const next = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: turns.length - 1, PageDown: at + 10, PageUp: at - 10 }[event.key]
    if (next !== undefined) { event.preventDefault(); event.stopPropagation(); go(next) }
  }
  place.replaceChildren(...(scored ? [make("p", { className: "ends", ariaHidden: "true" }, make("span", { textContent: "happy" }), make("span", { textContent: "unhappy" }))] : []), strip)
  return {
    at(i) { at = i; strip.ariaValueNow = `${i + 1}`; strip.ariaValueText = said(turns[i], i, turns.length) },
    sees(first, last) {
      seen.style.left = `${turns[first].x[0] * 100}%`
      seen.style.width = `${Math.max(turns[last].x[1] - turns[first].x[0], 0.004) * 100}%`
      seen.hidden = first === 0 && last === turns.length - 1
    },
  }
}

function flag(turn) {
  const mark = make("span", { className: `flag ${turn.turned.way}`, textContent: turn.turned.way === "better" ? "▲" : "▼", ariaHidden: "true" })
  mark.style.left = `${middle(turn) / WIDE * 100}%`
  return mark
}

const said = (turn, i, of) => [`turn ${i + 1} of ${of}`, turn.who, turn.time, turn.feeling].filter(Boolean).join(", ")
