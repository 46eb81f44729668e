// Showing the map in a meeting: the journey first, then stage by stage over the whole screen, in large type and without controls.

const PRESENT_NEXT = ["ArrowRight", "ArrowDown", " ", "PageDown", "Enter"], PRESENT_BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]
const PRESENT_LARGEST = 1.3, PRESENT_SMALLEST = 0.5

function presentLayer(board) {
  let show = null, at = 0, back = null, full = false, quiet = 0, swipe = null, drawnSign = ""
  board.present = () => open(true)

  function open(pressed) {
    if (show) return
    back = document.activeElement
    at = 0
    show = make("div", { className: "b-show", role: "dialog", tabIndex: -1, aria: { modal: "true", label: "Presentation" } })
    show.onkeydown = key
    show.onpointerdown = (event) => { swipe = { x: event.clientX, y: event.clientY } }
    show.onpointerup = tap
    show.onpointermove = wake
    board.root.append(show)
    board.root.classList.add("b-presenting")
    if (!board.look.present) board.setLook({ present: true })
    drawnSign = ""
    draw()
    show.focus({ preventScroll: true })
    wake()
    if (pressed) fill()
  }
  function fill() { board.root.requestFullscreen?.().then(() => { full = true; fit() }, () => {}) }
  function end() {
    if (!show) return
    show.remove()
    show = null
    board.root.classList.remove("b-presenting")
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {})
    full = false
    board.setLook({ present: false })
    const to = back?.isConnected && back !== document.body ? back : board.tools.querySelector("button")
    to?.focus({ preventScroll: true })
    board.say("The presentation is over.")
  }
  const left = () => { if (full && !document.fullscreenElement) end() }
  document.addEventListener("fullscreenchange", left)

  const stages = () => board.map.stages.filter((stage) => board.layers.every((layer) => layer.showsStage?.(stage) ?? true))
  function go(next) {
    const to = Math.max(0, Math.min(stages().length, next))
    if (to === at) return
    at = to
    draw()
  }
  function key(event) {
    event.stopPropagation()
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("a, button") && [" ", "Enter"].includes(event.key)) return
    if (PRESENT_NEXT.includes(event.key)) go(at + 1)
    else if (PRESENT_BACK.includes(event.key)) go(at - 1)
    else if (event.key === "Home") go(0)
    else if (event.key === "End") go(stages().length)
    else if (/^[0-9]$/.test(event.key)) go(Number(event.key))
    else if (event.key === "Escape") end()
    else if (event.key === "f") fill()
    else return
    event.preventDefault()
  }
  /** A press on the right goes on, one on the left goes back; a finger may also sweep. */
  function tap(event) {
    if (!swipe || event.target.closest("a, button")) return
    const dx = event.clientX - swipe.x, box = show.getBoundingClientRect(), still = Math.abs(dx) < 12 && Math.abs(event.clientY - swipe.y) < 12
    swipe = null
    if (Math.abs(dx) > 48) go(at + (dx < 0 ? 1 : -1))
    else if (still && event.clientX > box.left + box.width * 0.66) go(at + 1)
    else if (still && event.clientX < box.left + box.width * 0.33) go(at - 1)
  }
  /** How to go on and how to end shows while the hand moves, and then leaves the picture alone. */
  function wake() {
    show?.classList.add("b-awake")
    clearTimeout(quiet)
    quiet = setTimeout(() => show?.classList.remove("b-awake"), 2600)
  }

  function draw() {
    if (!show) return
    const list = stages(), sign = JSON.stringify([at, list, board.map.items.length && board.map.items, board.look.lanes, board.look.mode])
    if (sign === drawnSign) return
    drawnSign = sign
    at = Math.min(at, list.length)
    const stage = at ? list[at - 1] : null
    const way = make("nav", { className: "b-show-way", aria: { label: "Presentation" } }, make("span", { textContent: "← → to go, Esc to end" }), make("button", { type: "button", textContent: "End", onclick: end }))
    const slide = make("div", { className: "b-slide", role: "group", aria: { label: stage ? `Stage ${at} of ${list.length}: ${stage.name}` : "The journey" } }, ...(stage ? presentStage(board, stage, at, list) : presentAll(board, list)))
    show.classList.toggle("b-whole-map", !at)
    show.replaceChildren(slide, presentStrip(list, at), way)
    fit()
    board.say(stage ? `Stage ${at} of ${list.length}: ${stage.name}.` : board.map.journey?.name ?? "The journey")
  }
  /** As large as it fits; what would be too small to read is scrolled instead. */
  function fit() {
    const slide = show?.querySelector(".b-slide")
    if (!slide) return
    for (let size = PRESENT_LARGEST; size >= PRESENT_SMALLEST; size -= 0.06) {
      slide.style.setProperty("--size", size.toFixed(2))
      if (slide.scrollHeight <= slide.clientHeight && slide.scrollWidth <= slide.clientWidth) return slide.removeAttribute("tabindex")
    }
    slide.tabIndex = 0
  }
  addEventListener("resize", fit)

  return {
    draw() {
      if (board.look.present && !show) open(false)
      else if (show && !board.look.present) end()
      else draw()
    },
    key: () => Boolean(show),
    leave() { document.removeEventListener("fullscreenchange", left); removeEventListener("resize", fit); clearTimeout(quiet); show?.remove(); board.root.classList.remove("b-presenting") },
  }
}

/** The whole journey on one slide: its name, its stages, and what customers feel along it. */
function presentAll(board, stages) {
  const worst = stages.filter((stage) => stage.measured).sort((a, b) => a.measured.mean - b.measured.mean)[0], alerts = stages.reduce((sum, stage) => sum + (stage.alerts?.length ?? 0), 0)
  const said = [worst && `Customers feel worst at ${worst.name} (${partsSigned(worst.measured.mean)}).`, alerts && `${partsCount(alerts, "alert")} open.`].filter(Boolean).join(" ")
  return [
    make("h2", { textContent: board.map.journey?.name ?? "" }), said && make("p", { className: "b-lead", textContent: said }),
    presentCurve(stages),
    make("ol", { className: "b-show-stages" }, ...stages.map((stage) => make("li", {}, make("b", { textContent: stage.name }), stage.teamName && make("small", { textContent: stage.teamName }), stage.alerts?.length > 0 && make("em", { className: "worse", textContent: `▼ ${partsCount(stage.alerts.length, "alert")}` })))),
  ].filter(Boolean)
}

function presentStage(board, stage, at, stages) {
  const cards = board.map.items.filter((item) => item.stage === stage.ref && board.layers.every((layer) => layer.shows?.(item) ?? true))
  const lanes = board.lanes().map((lane) => [lane, cards.filter((item) => item.lane === lane.ref)]).filter(([, held]) => held.length)
  const real = stage.measured, between = real && real.low !== null ? `${partsSigned(real.low)} to ${partsSigned(real.high)}, n ${real.n.toLocaleString("en")}` : real ? `n ${real.n}` : ""
  const figure = (value, name, under, big) => make("p", { className: big ? "b-big" : "" }, make("b", { textContent: partsSigned(value) }), make("span", { textContent: name }), under && make("small", { textContent: under }))
  const assumed = stage.assumed ?? null, future = stage.futureEmotion ?? null
  return [
    make("p", { className: "b-eyebrow", textContent: [`${at} of ${stages.length}`, stage.teamName].filter(Boolean).join(" · ") }),
    make("h2", { textContent: stage.name }), stage.description && make("p", { className: "b-lead", textContent: stage.description }),
    make("div", { className: "b-show-body" },
      make("div", { className: "b-show-data" },
        make("div", { className: "b-figures" }, real && figure(real.mean, "measured", between, true), assumed !== null && figure(assumed, "assumed", "", !real), future !== null && chipsOn(board, "future") && figure(future, "in the future", "")),
        stage.gap?.said && make("p", { className: "b-gap-said", textContent: stage.gap.said }),
        stage.alerts?.length > 0 && make("ul", { className: "b-alerts" }, ...stage.alerts.slice(0, 3).map(({ href, ...alert }) => chipsAlert(alert))),
        stage.kpis?.length > 0 && make("ul", { className: "b-show-kpis" }, ...stage.kpis.slice(0, 6).map((kpi) => make("li", {}, make("span", { textContent: kpi.name }), make("b", { textContent: kpi.value }), make("small", { className: kpi.state === "calm" ? "" : kpi.state, textContent: [kpi.target && `target ${chipsAim(kpi)}`, kpi.state !== "calm" && `${PARTS_ARROWS[kpi.state] ?? ""} ${kpi.state ?? ""}`].filter(Boolean).join(" ") }))))),
      make("div", { className: "b-show-lanes" }, ...lanes.map(([lane, held]) => make("section", { dataset: { kind: lane.kind } }, make("h3", { textContent: lane.name }), make("ul", {}, ...held.map((item) => make("li", { dataset: { standing: ["touchpoint", "step"].includes(sortOf(item)) ? "" : item.standing, future: item.future } }, item.text, item.standing === "hypothesis" && !["touchpoint", "step"].includes(sortOf(item)) && make("small", { textContent: " assumed" }), item.moment && make("small", { textContent: " moment of truth" })))))))),
  ].filter(Boolean)
}

/** Both curves without controls; as large as the slide lets them be. */
function presentCurve(stages) {
  const wide = 1000, high = 340, x = (i) => ((i + 0.5) / stages.length) * wide, y = (value) => 20 + ((5 - value) / 10) * (high - 40)
  const path = (values) => { let pen = "M"; return values.map((value, i) => { if (value === null || value === undefined) { pen = "M"; return "" } const point = `${pen}${x(i).toFixed(1)} ${y(value).toFixed(1)}`; pen = "L"; return point }).join("") || "M0 0" }
  const measured = stages.map((stage) => stage.measured?.mean ?? null), assumed = stages.map((stage) => stage.assumed ?? null)
  const dots = measured.flatMap((value, i) => {
    if (value === null) return []
    const said = drawn("text", { class: "b-value b-measured", x: x(i), y: y(value) + (value < (assumed[i] ?? 0) ? 27 : -15), "text-anchor": "middle" })
    said.textContent = partsSigned(value)
    return [drawn("circle", { class: "b-dot", cx: x(i), cy: y(value), r: 7, style: `--felt:${curveColour(value)}` }), said]
  })
  const said = stages.map((stage) => `${stage.name}: ${stage.measured ? `measured ${partsSigned(stage.measured.mean)}` : "nothing measured"}${stage.assumed === null || stage.assumed === undefined ? "" : `, assumed ${partsSigned(stage.assumed)}`}`).join("; ")
  return drawn("svg", { class: "b-show-curve", viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": `What customers feel. ${said}.` },
    drawn("path", { class: "b-zero", d: `M0 ${y(0)}H${wide}` }), drawn("path", { class: "b-line b-assumed", d: path(assumed) }), drawn("path", { class: "b-line b-measured", d: path(measured) }), ...dots)
}

/** Where in the journey one is: a mark for each stage, the present one full. */
function presentStrip(stages, at) {
  return make("ol", { className: "b-show-strip", ariaHidden: "true" }, ...stages.map((stage, i) => make("li", { className: i + 1 === at ? "b-now" : i + 1 < at ? "b-over-now" : "", textContent: stage.name })))
}
