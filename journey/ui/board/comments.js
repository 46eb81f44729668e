// What people say to each other about a thing: threads, answers, mentions of people by @, resolved or open.

const COMMENTS_LATE = 30_000

function commentsPart(board, ref) {
  const list = make("ol", { className: "b-threads" }), title = make("h2", { textContent: "Comments" })
  const old = make("details", { className: "b-resolved", hidden: true }, make("summary"), make("ol", { className: "b-threads" }))
  const more = board.can.comment !== false && commentsWrite(board, { label: "Comment", placeholder: "Say something; @ names somebody", button: "Comment", send: (text, mentions) => say({ text, mentions }) })
  const element = make("section", { className: "b-comments" }, title, list, more?.element, old)
  let known = [], counted = "", answering = null, gone = false

  const load = () => { if (!ref.startsWith("new:")) board.ask(ref, "comments", (asked) => { if (!gone) { known = commentsKept(asked.comments ?? [], known); draw() } }) }
  /** It stands here at once; what the server says of it is asked for when its count on the card changes. */
  function say({ text, mentions, answers = null }) {
    board.act({ kind: "comment", ref, text, mentions, ...(answers ? { answers } : {}) }, { say: "Your comment is there." })
    known = [...known, { id: `waiting-${known.length}`, by: "You", initials: "", at: "being stored", text, mentions: [], answers, mine: true, waiting: Date.now() }]
    answering = null
    draw()
  }
  function settle(comment, kind) {
    board.act({ kind, comment: comment.id, rev: comment.rev }, { say: kind === "resolve" ? "Resolved." : "Open again." })
    known = known.map((one) => (one === comment ? { ...one, resolved: kind === "resolve", resolvedBy: "you" } : one))
    draw()
  }

  function draw() {
    const threads = known.filter((one) => !one.answers), open = threads.filter((one) => !one.resolved), over = threads.filter((one) => one.resolved)
    const kept = [...list.querySelectorAll("textarea")].find((area) => area.value)  // an answer that is being written stays as it is
    if (kept && document.activeElement === kept) return
    list.replaceChildren(...open.map(thread))
    list.hidden = !open.length
    old.hidden = !over.length
    old.firstChild.textContent = `${over.length} resolved`
    old.lastChild.replaceChildren(...over.map(thread))
  }
  function thread(first) {
    const answers = known.filter((one) => one.answers === first.id)
    const write = answering === first.id && commentsWrite(board, { label: `Answer to ${first.by}`, placeholder: "Your answer", button: "Answer", send: (text, mentions) => say({ text, mentions, answers: first.id }), stop: () => { answering = null; draw() } })
    const does = !first.waiting && board.can.comment !== false && make("p", { className: "b-does-line" },
      !first.resolved && make("button", { type: "button", textContent: "Answer", onclick: () => { answering = first.id; draw(); list.querySelector("textarea")?.focus() } }),
      make("button", { type: "button", textContent: first.resolved ? "Open again" : "Resolve", onclick: () => settle(first, first.resolved ? "reopen" : "resolve") }))
    return make("li", {}, one(first), answers.length > 0 && make("ol", {}, ...answers.map((answer) => make("li", {}, one(answer)))), write && write.element, does)
  }
  function one(comment) {
    const face = comment.initials ? partsFace({ name: comment.by, initials: comment.initials }) : null
    return make("div", { className: `b-comment${comment.waiting ? " b-waiting" : ""}` },
      make("p", { className: "b-who" }, face, make("b", { textContent: comment.by }), make("time", { textContent: comment.at, title: comment.iso ?? "" }), comment.resolved && make("small", { textContent: `resolved by ${comment.resolvedBy}` })),
      make("p", { className: "b-said-words" }, ...commentsMarked(comment)))
  }

  load()
  return {
    element,
    update(thing) {
      const { open = 0, all = 0 } = thing.comments ?? {}, now = `${open}/${all}`
      title.textContent = open ? `Comments (${open} open)` : "Comments"
      if (counted && counted !== now) load()
      counted = now
    },
    leave() { gone = true; more?.leave() },
  }
}

/** What the server tells, and what was said here a moment ago and has not reached it yet. */
function commentsKept(told, known) {
  const late = known.filter((one) => one.waiting && Date.now() - one.waiting < COMMENTS_LATE && !told.some((each) => each.mine && each.text === one.text))
  return [...told, ...late]
}

/** The text with the names of those it speaks to set apart. */
function commentsMarked({ text, mentions = [] }) {
  const names = mentions.map((one) => `@${one.name}`).sort((a, b) => b.length - a.length)
  if (!names.length) return [text]
  const pattern = new RegExp(`(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "g")
  return text.split(pattern).filter(Boolean).map((part) => (names.includes(part) ? make("b", { className: "b-mention", textContent: part }) : part))
}

/** A field to write a comment in: @ opens the names of the people here, and who is named is told. */
function commentsWrite(board, { label, placeholder, button, send, stop }) {
  const id = fieldId(), area = make("textarea", { id, className: "b-input", rows: 2, maxLength: 2000, placeholder, aria: { label, haspopup: "listbox", controls: `${id}-names`, autocomplete: "list" } })
  const names = make("ul", { id: `${id}-names`, className: "b-found", role: "listbox", hidden: true, aria: { label: "People" } })
  const go = make("button", { type: "button", className: "b-button", textContent: button, disabled: true })
  const off = stop && make("button", { type: "button", className: "b-quiet", textContent: "Cancel", onclick: stop })
  const element = make("div", { className: "b-write" }, area, names, make("p", { className: "b-does-line" }, go, off))
  const people = board.map.people ?? []
  let shown = [], at = 0, from = -1

  const close = () => { names.hidden = true; shown = []; area.removeAttribute("aria-activedescendant") }
  function look() {
    go.disabled = !area.value.trim()
    const before = area.value.slice(0, area.selectionStart), match = /(?:^|\s)@([^@\n]{0,30})$/.exec(before)
    if (!match) return close()
    from = before.length - match[1].length - 1
    const words = match[1].toLowerCase()
    shown = people.filter((one) => one.name.toLowerCase().split(" ").concat(one.name.toLowerCase()).some((part) => part.startsWith(words))).slice(0, 6)
    if (!shown.length) return close()
    names.replaceChildren(...shown.map((one, i) => {
      const option = make("li", { id: `${id}-n${i}`, role: "option", textContent: one.name })
      option.onpointerdown = (event) => { event.preventDefault(); take(one) }
      return option
    }))
    if (names.hidden) board.say(`${partsCount(shown.length, "name")}: the arrows choose, Enter takes one.`)
    names.hidden = false
    mark(0)
  }
  function mark(next) {
    at = (next + shown.length) % shown.length
    ;[...names.children].forEach((one, i) => one.setAttribute("aria-selected", `${i === at}`))
    area.setAttribute("aria-activedescendant", `${id}-n${at}`)
  }
  function take(person) {
    const end = area.selectionStart
    area.setRangeText(`@${person.name} `, from, end, "end")
    close()
    area.focus()
    look()
  }
  function done() {
    const text = area.value.trim()
    if (!text) return
    const mentioned = people.filter((one) => text.includes(`@${one.name}`)).map((one) => one.id)
    area.value = ""
    go.disabled = true
    send(text, mentioned)
  }
  go.onclick = done
  area.oninput = look
  area.onblur = close
  area.onkeydown = (event) => {
    if (event.isComposing) return
    const open = !names.hidden
    if (open && event.key === "ArrowDown") mark(at + 1)
    else if (open && event.key === "ArrowUp") mark(at - 1)
    else if (open && (event.key === "Enter" || event.key === "Tab")) take(shown[at])
    else if (open && event.key === "Escape") close()
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done()
    else if (event.key === "Escape" && stop) stop()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { element, leave: close }
}
