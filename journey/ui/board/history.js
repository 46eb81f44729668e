// What became of a thing: who changed what, when and why, newest first; each can be taken back, a day later too.

function historyPart(board, ref) {
  const list = make("ol", { className: "b-events" }), element = make("details", { className: "b-history" }, make("summary", { textContent: "History" }), list)
  let gone = false, shownRev = null

  function load() {
    if (!list.children.length) list.replaceChildren(make("li", { className: "b-note", textContent: "A moment…" }))
    board.ask(ref, "history", (asked) => {
      if (gone) return
      const events = asked.history ?? []
      list.replaceChildren(...(events.length ? events.map(event) : [make("li", { className: "b-note", textContent: "Nothing was changed here since it was made." })]))
    })
  }
  function event(one) {
    const undo = one.can && board.can.edit && make("button", { type: "button", className: "b-quiet", textContent: one.undone ? "Do it again" : "Undo this", aria: { label: `${one.undone ? "Do again" : "Undo"}: ${one.said}, ${one.by}, ${one.at}` } })
    if (undo) undo.onclick = () => { undo.disabled = true; element.firstChild.focus(); board.act({ kind: one.undone ? "redo" : "undo", of: one.token }, { say: one.undone ? "Done again." : "Taken back." }); setTimeout(load, 2500) }
    return make("li", { className: one.undone ? "b-undone" : "" },
      make("p", {}, make("b", { textContent: `${one.by}: ` }), one.said, one.undone && make("small", { textContent: " (taken back)" })),
      make("p", { className: "b-when" }, make("time", { textContent: one.at, title: one.iso ?? "" }), one.why && make("span", { textContent: one.why }), undo))
  }
  element.ontoggle = () => { if (element.open) load() }
  return {
    element,
    update(thing) {
      if (element.open && shownRev !== null && thing.rev !== shownRev) load()
      shownRev = thing.rev
    },
    leave() { gone = true },
  }
}
