// Moving a dot: by pointer or finger along the plane, by arrow keys step by step; told while it moves, sent when it rests.

const RESTS = 700

/** Let `dot` be moved: `where(x, y)` or `step(effort, rung)` say what it would become, `shown(to)` shows that, `keep(to)` keeps it. */
function movable(dot, { where, step, shown, keep, drop, held }) {
  let start = null, far = false, to = null, waits = 0

  dot.onpointerdown = (event) => {
    if (!event.isPrimary || event.button !== 0) return
    dot.setPointerCapture(event.pointerId)
    start = { x: event.clientX, y: event.clientY }
    far = false
    held(true)
  }
  dot.onpointermove = (event) => {
    if (!start) return
    far ||= Math.hypot(event.clientX - start.x, event.clientY - start.y) > 4
    if (!far) return
    const x = event.clientX - start.x, y = event.clientY - start.y
    dot.style.translate = `${x}px ${y}px`
    dot.classList.add("moving")
    to = where(x, y)
    shown(to)
  }
  const end = (kept) => {
    if (!start) return
    start = null
    dot.style.translate = ""
    dot.classList.remove("moving")
    held(false)
    if (far && kept && to) keep(to)
    else if (far) drop()
    to = null
  }
  dot.onpointerup = () => end(true)
  dot.onpointercancel = () => end(false)

  const rest = () => {
    if (!waits) return
    clearTimeout(waits)
    waits = 0
    keep(to)
    to = null
  }
  dot.onkeydown = (event) => {
    if (event.key === "Escape" && (start || waits)) {
      clearTimeout(waits)
      waits = 0
      far = true
      end(false)
      to = null
      drop()
      return
    }
    if (event.key === "Enter" && waits) { event.preventDefault(); rest(); return }
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (!way || start) return
    event.preventDefault()
    event.stopPropagation()
    to = step(to, ...way)
    shown(to)
    clearTimeout(waits)
    waits = setTimeout(rest, RESTS)
  }
  dot.onblur = rest
  return { busy: () => Boolean(start || waits) }
}
