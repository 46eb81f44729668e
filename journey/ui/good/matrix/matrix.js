// Pain against effort: numbered dots that people move; the numbers are the ranks of the list.

const QUADRANTS = { "do first": "Do first", "plan it": "Plan it", "quick win": "Quick win", "not now": "Not now" }
const SCORES = ["severity", "frequency", "impact"]

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".matrix")
  if (!root) return
  root._matrix ??= matrixOn(root)
  root._matrix.show(data, (sent) => setTriggerValue("moved", sent))
  return () => root._matrix.leave()
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

function matrixOn(root) {
  const plot = make("div", { className: "plot" }), tip = make("p", { className: "tip", hidden: true })
  const live = make("p", { className: "unseen" }), rest = make("ol", { className: "rest" }), both = make("div", { className: "both" })
  live.setAttribute("aria-live", "polite")
  plot.role = "group"
  plot.ariaLabel = "Pain points by effort and pain. Move one with the arrow keys, or drag it."
  root.append(plot, both, rest, live)
  let spots = [], stored = "", pending = new Map(), busy = false, waiting = null, send = () => {}, at = null, width = 0, much = {}
  const dots = new Map(), names = new Map(), movers = new Map()
  const watched = new ResizeObserver(() => { if (Math.abs(plot.clientWidth - width) > 1) draw() })
  watched.observe(plot)

  function show(data, sender) {
    send = sender
    answered(data.answers)
    if (busy || [...movers.values()].some((mover) => mover.busy())) { waiting = data; return }  // never under a hand that moves
    waiting = null
    if (data.spots === stored) { draw(); return }
    stored = data.spots
    const { much: limits, spots: all } = JSON.parse(data.spots)
    much = limits
    spots = all.map(withMine)
    draw()
  }

  /** A spot with what was moved here and is not answered yet. */
  function withMine(spot) {
    const mine = pending.get(spot.id)
    return mine ? { ...spot, effort: mine.effort, rung: rungOf(spot, mine) ?? spot.rung } : spot
  }

  const rungOf = (spot, scores) => {
    const found = spot.rungs.findIndex((rung) => SCORES.every((name, i) => rung[i] === scores[name] || (name === "frequency" && spot.measured)))
    return found < 0 ? null : found
  }

  function answered(answers) {
    for (const [id, mine] of pending) {
      const answer = answers[mine.token]
      if (!answer) continue
      pending.delete(id)
      stored = ""  // what is shown comes from the server again
      if (answer.stale) choose(id, mine, answer.stale)
      else if (answer.said) refuse(answer.said)
    }
  }

  function refuse(said) {
    both.replaceChildren(make("p", { role: "alert", textContent: said }))
  }

  /** Somebody else rated it meanwhile: both versions, and the choice. */
  function choose(id, mine, stale) {
    const spot = spots.find((one) => one.id === id)
    const close = (said) => { both.replaceChildren(); live.textContent = said }
    both.replaceChildren(
      make("p", { role: "alert", textContent: `“${spot?.title ?? ""}” was rated by ${stale.by} meanwhile. Yours is not saved.` }),
      make("p", { textContent: `Theirs: ${scored(stale.theirs)}. Yours: ${scored(mine)}.` }),
      make("button", { type: "button", textContent: "Keep theirs", onclick: () => close("Theirs is kept.") }),
      make("button", { type: "button", className: "main", textContent: "Save mine over it", onclick: () => {
        close("Yours is sent.")
        const { token, ...values } = mine
        submit({ ...values, rev: stale.rev, was: stale.theirs })
      } }))
  }

  const scored = (one) => `effort ${one.effort}, ${SCORES.map((name) => `${name} ${one[name]}`).join(", ")}`

  function submit(move) {
    pending.set(move.id, { ...move, token: crypto.randomUUID() })
    send({ moves: [...pending.values()] })
  }

  const scoresOf = (spot, to) => {
    const [severity, frequency, impact] = spot.rungs[to.rung]
    return { severity, frequency: spot.measured ? spot.rated : frequency, impact, effort: to.effort }
  }

  function keep(spot, to) {
    tip.hidden = true
    if (to.effort === spot.effort && to.rung === spot.rung) { draw(); return }
    const was = scoresOf(spot, spot)
    live.textContent = `${spot.title}: ${told(spot, to)}. Saved.`
    submit({ id: spot.id, rev: spot.rev, was, ...scoresOf(spot, to) })
    Object.assign(spot, { effort: to.effort, rung: to.rung })
    draw()
    resume()
  }

  function drop() {
    tip.hidden = true
    live.textContent = "Left where it was."
    draw()
    resume()
  }

  function resume() {
    if (waiting && !busy) { const data = waiting; setTimeout(() => { if (waiting === data) show(data, send) }) }
  }

  const score = (rung) => rung[0] * rung[1] * rung[2]
  const quadrant = (effort, rung) => (score(rung) >= much.pain ? (effort <= much.effort ? "do first" : "plan it") : effort <= much.effort ? "quick win" : "not now")
  function told(spot, to) {
    const rung = spot.rungs[to.rung]
    const scores = SCORES.map((name, i) => `${name} ${rung[i]}${name === "frequency" && spot.measured ? " by the data" : ""}`).join(", ")
    return `effort ${to.effort}, ${scores}: ${score(rung)} of 125, ${quadrant(to.effort, rung)}`
  }

  function shownAt(spot, to, dot) {
    tip.textContent = told(spot, to)
    tip.hidden = false
    live.textContent = tip.textContent
    if (!dot.classList.contains("moving")) { dot.style.left = `${at.x(to.effort)}px`; dot.style.top = `${at.y(spot.rungs[to.rung][3])}px` }
  }

  function draw() {
    width = plot.clientWidth
    if (!width) return
    const height = Math.round(Math.min(520, Math.max(380, width * 0.62)))
    plot.style.height = `${height}px`
    at = plane(width, height)
    const focused = document.activeElement?.dataset?.spot
    backdrop()
    for (const id of [...dots.keys()]) if (!spots.some((spot) => spot.id === id)) { dots.get(id).remove(); names.get(id).remove(); dots.delete(id); names.delete(id); movers.delete(id) }
    for (const spot of spots) if (!dots.has(spot.id)) add(spot)
    const places = placeDots(spots, at)
    for (const spot of spots) paint(spot, places.get(spot.id))
    const sizes = new Map(spots.map((spot) => [spot.id, []]))
    for (const narrow of [false, true]) {  // a name that has no room beside its dot may have it as a narrow one
      for (const spot of spots) names.get(spot.id).classList.toggle("narrow", narrow)
      for (const spot of spots) {
        const { width: wide, height: high } = names.get(spot.id).getBoundingClientRect()
        sizes.get(spot.id).push({ wide, high, narrow })
      }
    }
    const origin = plot.getBoundingClientRect()
    const quiet = [...plot.querySelectorAll(".quadrant")].map((one) => one.getBoundingClientRect())
      .map((box) => ({ left: box.left - origin.left, right: box.right - origin.left, top: box.top - origin.top, bottom: box.bottom - origin.top }))
    const telling = [...spots].sort((a, b) => (b.fix - a.fix) || (b.blocker - a.blocker))  // of these the names matter most
    const boxes = placeNames(telling, places, sizes, quiet, at)
    for (const spot of spots) {
      const box = boxes.get(spot.id), name = names.get(spot.id)
      name.classList.toggle("roomless", !box)
      name.classList.toggle("narrow", Boolean(box?.narrow))
      if (box) Object.assign(name.style, { left: `${box.left}px`, top: `${box.top}px` })
    }
    const cut = (spot) => { const words = names.get(spot.id).querySelector("b"); return words.scrollHeight > words.clientHeight + 1 }
    const left = spots.filter((spot) => !boxes.has(spot.id) || cut(spot))
    rest.replaceChildren(...left.map((spot) => make("li", { value: spot.rank, textContent: spot.title })))
    rest.hidden = !left.length
    if (focused) dots.get(Number(focused))?.focus({ preventScroll: true })
  }

  function backdrop() {
    let lines = plot.querySelector(".lines")
    if (!lines) {
      lines = make("div", { className: "lines", ariaHidden: "true" },
        make("i", { className: "first" }), make("i", { className: "across" }), make("i", { className: "up" }),
        ...Object.entries(QUADRANTS).map(([key, textContent]) => make("em", { className: `quadrant ${key.replace(" ", "-")}`, textContent })),
        make("span", { className: "x", textContent: "more effort →" }), make("span", { className: "y", textContent: "more pain →" }))
      plot.append(lines, tip)
    }
    const middle = at.x(much.effort + 0.5), level = at.y(Math.cbrt(much.pain) - 0.04)
    plot.style.setProperty("--middle", `${middle}px`)
    plot.style.setProperty("--level", `${level}px`)
  }

  function add(spot) {
    const dot = make("button", { type: "button", className: "dot" }), name = make("span", { className: "name", ariaHidden: "true" })
    dot.dataset.spot = spot.id
    plot.append(dot, name)
    dots.set(spot.id, dot)
    names.set(spot.id, name)
    const now = () => spots.find((one) => one.id === spot.id)
    const nearest = (one, pain) => one.rungs.reduce((best, rung, i) => (Math.abs(rung[3] - pain) < Math.abs(one.rungs[best][3] - pain) ? i : best), 0)
    movers.set(spot.id, movable(dot, {
      where: (x, y) => {
        const one = now(), sideways = Math.abs(x) < 6, level = Math.abs(y) < 6  // a drag along one axis leaves the other
        return {
          effort: sideways ? one.effort : at.effort(at.x(one.effort) + x),
          rung: level ? one.rung : nearest(one, at.pain(at.y(one.rungs[one.rung][3]) + y)),
        }
      },
      step: (from, across, up) => {
        const one = now(), { effort, rung } = from ?? one
        return { effort: Math.min(5, Math.max(1, effort + across)), rung: Math.min(one.rungs.length - 1, Math.max(0, rung + up)) }
      },
      shown: (to) => shownAt(now(), to, dot),
      keep: (to) => keep(now(), to),
      drop,
      held: (is) => { busy = is; plot.classList.toggle("held", is) },
    }))
  }

  function paint(spot, place) {
    const dot = dots.get(spot.id), name = names.get(spot.id)
    Object.assign(dot.style, { left: `${place.x}px`, top: `${place.y}px` })
    dot.textContent = spot.rank
    dot.classList.toggle("blocker", spot.blocker)
    dot.classList.toggle("fix", spot.fix)
    const state = [spot.fix ? "the first fix" : "", spot.blocker ? "a blocker" : ""].filter(Boolean).join(", ")
    dot.ariaLabel = `${spot.rank}. ${spot.title}, ${spot.stage}${state ? `, ${state}` : ""}: ${told(spot, spot)}, ${spot.evidence}`
    dot.title = `${spot.title} · ${told(spot, spot)} · ${spot.evidence}`
    const mark = state.replace("a blocker", "blocker").replace("the first", "first")
    name.replaceChildren(make("b", { textContent: spot.title }), ...(mark ? [make("small", { textContent: mark })] : []))
  }

  return { show, leave() {} }
}
