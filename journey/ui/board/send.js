// What goes out and what comes back: acts wait here until the server has answered each, through a lost connection or a reload too.

const AGAIN = 3000, LATE = 2500, SETTLE = 400

const newToken = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** This tab, as the server tells it from the others. */
function thisTab() {
  const kept = sessionStorage.getItem("journey.board.tab") ?? newToken()
  sessionStorage.setItem("journey.board.tab", kept)
  return kept
}

/** The queue of a board: `add` an act, hear `answered`, and the board is told when something waits for too long. */
function outbox(board) {
  let queue = [], kept = "", emit = () => {}, again = 0, soon = 0, worry = 0, late = false, lately = "", lookSoon = 0, lookSent = "", lookAt = 0
  const asked = new Map(), settled = new Set(), touched = new Map()

  function store() {
    if (!kept) return
    if (queue.length) sessionStorage.setItem(kept, JSON.stringify(queue))
    else sessionStorage.removeItem(kept)
  }
  /** What this tab had not brought home before it was loaded again. */
  function open(journey) {
    kept = `journey.board.${journey}`
    try { queue = JSON.parse(sessionStorage.getItem(kept) ?? "[]") } catch { queue = [] }
    if (queue.length) soon = setTimeout(flush, SETTLE)
  }
  function add(act) {
    queue.push(act)
    for (const ref of [act.ref, `new:${act.token}`, ...(act.items ?? []).map((item) => item.ref)]) if (ref) touched.set(ref, Date.now())
    store()
    clearTimeout(soon)
    soon = setTimeout(flush)
  }
  function flush() {
    clearTimeout(again)
    if (!queue.length) return
    emit("act", { client: board.client, acts: queue })
    again = setTimeout(flush, AGAIN)
    worry ||= setTimeout(() => { late = true; told() }, LATE)
    told()
  }
  /** Say how much waits, once it waits for longer than people bear, or at once where there is no connection at all. */
  const told = () => board.waits(late || !navigator.onLine ? queue.length : 0, !navigator.onLine)

  /** Take what was done or refused off the queue, give what was made its name; true if something changed. */
  function answered(answer) {
    if (!answer || (answer.client && answer.client !== board.client)) return false
    const ended = new Set([...(answer.done ?? []), ...Object.keys(answer.refused ?? {})])
    const over = queue.filter((act) => ended.has(act.token))
    if (answer.asked) heard(answer.asked)
    if (!over.length) return false
    queue = queue.filter((act) => !ended.has(act.token))
    for (const act of over) if (answer.made?.[act.token]) renamed(act, answer.made[act.token])
    store()
    clearTimeout(worry)
    worry = 0
    clearTimeout(again)
    if (queue.length) again = setTimeout(flush, AGAIN)
    else late = false
    told()
    for (const act of over) {
      const refused = answer.refused?.[act.token]
      if (refused && !settled.has(act.token)) board.refused(act, refused)
      settled.add(act.token)
    }
    return true
  }
  function renamed(act, refs) {
    const names = new Map(refs.map((ref, i) => [refs.length > 1 ? `new:${act.token}:${i}` : `new:${act.token}`, ref]))
    const text = (value) => (typeof value === "string" ? names.get(value) ?? value : Array.isArray(value) ? value.map(text) : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, text(one)])) : value)
    queue = queue.map(text)
    for (const ref of refs) touched.set(ref, Date.now())
    board.renamed(names)
  }
  function heard(answer) {
    const then = asked.get(answer.id ?? answer.ref + answer.what)
    asked.delete(answer.id ?? answer.ref + answer.what)
    then?.(answer)
  }

  const changed = () => { told(); flush() }
  addEventListener("online", changed)
  addEventListener("offline", told)
  return {
    open, add, answered,
    /** Did this tab change that itself just now? */
    mine: (ref) => Date.now() - (touched.get(ref) ?? 0) < 2 * AGAIN,
    get acts() { return queue },
    through(emitter) { emit = emitter },
    ask(ref, what, then, more = {}) {
      const id = newToken()
      asked.set(id, then)
      asked.set(ref + what, then)
      emit("ask", { ...more, id, ref, what })
    },
    /** Who is where: once, never kept, and not while something more important waits. */
    at(ref) {
      if (ref === lately || queue.length) return
      lately = ref
      emit("act", { client: board.client, acts: [{ token: newToken(), kind: "at", ref }] })
    },
    look(look) {
      lookSent = JSON.stringify(look)
      lookAt = Date.now()
      clearTimeout(lookSoon)
      lookSoon = setTimeout(() => emit("look", look), SETTLE)
    },
    /** Is that look from the server news, or what this tab told it? */
    newLook(look, before) {
      const now = JSON.stringify(look)
      return now !== before && now !== lookSent && Date.now() - lookAt > AGAIN
    },
    leave() {
      removeEventListener("online", changed)
      removeEventListener("offline", told)
      for (const timer of [again, soon, worry, lookSoon]) clearTimeout(timer)
    },
  }
}
