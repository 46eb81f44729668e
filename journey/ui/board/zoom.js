// Nearer and further: by keys, buttons, Ctrl and the wheel, or two fingers; what is under the pointer stays there.

const SMALLEST = 0.25, LARGEST = 2

function zoomer(board) {
  const fingers = new Map()
  let wide = 0, from = 1

  /** Set the zoom; that place of the window stays where it is (the middle, if none is named). */
  function to(wanted, x, y) {
    const zoom = Math.round(Math.min(LARGEST, Math.max(SMALLEST, wanted)) * 100) / 100, { scroller } = board
    if (zoom === board.zoom) return
    const box = scroller.getBoundingClientRect(), dx = (x ?? box.left + box.width / 2) - box.left, dy = (y ?? box.top + box.height / 2) - box.top
    const left = (scroller.scrollLeft + dx) / board.zoom, top = (scroller.scrollTop + dy) / board.zoom
    show(zoom)
    scroller.scrollTo(left * zoom - dx, top * zoom - dy)
    board.keepLook({ zoom })
  }
  function show(zoom) {
    board.zoom = zoom
    board.sheet.style.zoom = zoom
    board.sheet.style.setProperty("--b-zoom", zoom)
    board.sheet.classList.toggle("b-far", zoom < 0.6)
    board.foot?.()
    board.tell("place")
  }
  /** So that the whole map is seen, or as much as can be read from afar. */
  function fit() {
    const { scroller, sheet } = board
    const min = parseFloat(getComputedStyle(sheet).minWidth) || sheet.scrollWidth
    const need = Math.max(0.01, Math.min(scroller.clientWidth / min, 1))
    show(Math.max(SMALLEST, need))
    for (let i = 0; i < 3 && sheet.getBoundingClientRect().height > scroller.clientHeight && board.zoom > SMALLEST; i++) {
      show(Math.max(SMALLEST, Math.floor(board.zoom * 100 * Math.sqrt(scroller.clientHeight / sheet.getBoundingClientRect().height)) / 100))
    }
    scroller.scrollTo(0, 0)
    board.keepLook({ zoom: "fit" })
    board.say(`The whole map, at ${Math.round(board.zoom * 100)} %.`)
  }

  const wheel = (event) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    to(board.zoom * Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0022)), event.clientX, event.clientY)
  }
  const spread = () => { const [a, b] = [...fingers.values()]; return { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } }
  function finger(event) {
    if (event.pointerType !== "touch") return
    if (event.type === "pointerdown" || (event.type === "pointermove" && fingers.has(event.pointerId))) fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    else if (event.type !== "pointermove") fingers.delete(event.pointerId)
    if (fingers.size !== 2) { wide = 0; return }
    board.drag?.cancel()
    const now = spread()
    if (!wide) { wide = now.far; from = board.zoom }
    else to(from * (now.far / wide), now.x, now.y)
  }
  board.scroller.addEventListener("wheel", wheel, { passive: false })
  for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) board.scroller.addEventListener(name, finger)

  return {
    to: (zoom) => { to(zoom); board.say(`${Math.round(board.zoom * 100)} %`) },
    by: (times) => { to(board.zoom * times); board.say(`${Math.round(board.zoom * 100)} %`) },
    fit,
    /** What the look says, on the first sight of it or when it came from elsewhere. */
    look(wanted) { if (wanted === "fit") fit(); else if (Number(wanted) > 0 && Number(wanted) !== board.zoom) show(Math.min(LARGEST, Math.max(SMALLEST, Number(wanted)))) },
  }
}
