// Somebody else changed the same thing first: both texts side by side, and the writer chooses.

/** What `board.refused` leads to: `show(act, refused)` puts up the two versions, or the sentence of what was refused. */
function conflictBox(board) {
  const place = make("div", { className: "b-conflicts" })
  board.root.append(place)

  function show(act, { said, stale, of }) {
    const box = stale ? versions(act, said, stale, of) : sentence(said)
    place.append(box)
    board.say(stale ? `${said} Choose between yours and theirs.` : said)
    if (!conflictTyping() && !board.busy) box.querySelector("button").focus({ preventScroll: true })
    while (place.children.length > 3) place.firstChild.remove()
  }
  function end(box) {
    const within = box.contains(document.activeElement)
    box.remove()
    if (!within) return
    const next = place.querySelector("button")
    if (next) next.focus()
    else if (box._ref) board.goTo(box._ref)
  }
  function frame(label, ref, ...children) {
    const box = make("div", { className: "b-conflict", role: "group", aria: { label } }, ...children)
    box._ref = ref
    box.onkeydown = (event) => { event.stopPropagation(); if (event.key === "Escape") { event.preventDefault(); end(box) } }
    return box
  }
  function sentence(said) {
    const box = frame("Not stored", null, make("p", { textContent: said }), make("p", { className: "b-does-line" }, make("button", { type: "button", className: "b-button", textContent: "All right", onclick: () => end(box) })))
    return box
  }
  function versions(act, said, stale, of) {
    const ref = stale.ref ?? act.ref ?? act.items?.[0]?.ref ?? act.stage, gone = stale.field === "gone"
    const [mine, theirs] = conflictMarked(conflictSaid(stale.mine), conflictSaid(stale.theirs))
    const box = frame("Two versions", ref,
      make("p", { textContent: said }),
      make("dl", {}, make("dt", { textContent: "Yours" }), make("dd", {}, ...mine), make("dt", { textContent: stale.by ? `Theirs, ${stale.by}` : "Theirs" }), make("dd", {}, ...theirs)),
      make("p", { className: "b-does-line" },
        make("button", { type: "button", className: "b-button", textContent: "Keep theirs", onclick: () => { board.say("Theirs stays."); end(box) } }),
        make("button", { type: "button", className: "b-quiet", textContent: conflictMine(act, gone), onclick: () => { again(act, stale, of, gone); end(box) } })))
    return box
  }
  function again({ token, ...act }, stale, of, gone) {
    const ref = stale.ref ?? act.ref
    if (gone) board.act({ kind: "restore", items: [{ ref, rev: stale.rev }] })
    if (act.kind === "undo" || act.kind === "redo") board.act({ ...act, skip: [...(act.skip ?? []), of].filter(Boolean) })
    else if (act.items) board.act({ ...act, items: act.items.map((item) => (item.ref === ref ? { ...item, rev: stale.rev } : item)) }, { say: "Yours is saved." })
    else board.act({ ...act, rev: stale.rev, ...(act.kind === "emotion" ? { force: true } : {}) }, { say: "Yours is saved." })
  }
  return { show, leave: () => place.remove() }
}

const conflictSaid = (value) => (value === null || value === undefined || value === "" ? "nothing" : Array.isArray(value) ? value.join(", ") || "nothing" : `${value}`)
const conflictMine = (act, gone) => (gone ? "Bring it back with mine" : act.kind === "undo" ? "Leave this one, undo the one before" : act.kind === "redo" ? "Leave this one, do the one after" : "Save mine over it")
const conflictTyping = () => Boolean(document.activeElement?.closest("textarea, input, select, [contenteditable]"))

/** Both texts as pieces, with the words that only one of them has set apart (longest common subsequence of words). */
function conflictMarked(mine, theirs) {
  const a = mine.split(/(\s+)/), b = theirs.split(/(\s+)/)
  if (a.length * b.length > 250_000) return [[mine], [theirs]]
  const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1])
  const left = [], right = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) { left.push(a[i++]); right.push(b[j++]) }
    else if (j >= b.length || (i < a.length && best[i + 1][j] >= best[i][j + 1])) left.push(make("mark", { textContent: a[i++] }))
    else right.push(make("mark", { textContent: b[j++] }))
  }
  return [left, right]
}
