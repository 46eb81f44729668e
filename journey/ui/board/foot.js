// The bar under the board: undo and redo, what can be done with what is chosen, how near one stands, and what is not stored yet.

function footBar(board) {
  const button = (label, does, text, keys) => make("button", { className: "b-button", type: "button", textContent: text ?? label, title: keys ? `${label} (${keys})` : label, dataset: { does }, aria: { label } })
  const undo = button("Undo", "undo", "↶", "Ctrl+Z"), redo = button("Redo", "redo", "↷", "Ctrl+Y")
  const chosen = make("div", { className: "b-with", role: "group", ariaLabel: "With what is chosen" })
  const size = button("Full size", "full", "100 %", "0")
  const zoom = make("div", { className: "b-zoom", role: "group", ariaLabel: "Zoom" }, button("Smaller", "out", "−", "-"), size, button("Larger", "in", "+", "+"), button("The whole map", "fit", "Fit", "w"), button("Keys of the board", "help", "?", "?"))
  const edit = make("div", { className: "b-past", role: "group", ariaLabel: "Undo and redo" }, undo, redo)
  board.bar.append(edit, chosen, zoom)
  let drawn = ""

  /** What can be done with these: one thing has more than several. */
  function offers(refs) {
    if (!refs.length) return board.can.edit ? [...(board.map.whole === false ? [] : [["New stage", "stage"]]), ["New lane", "lane"]] : []
    const things = refs.map((ref) => board.find(ref)).filter(Boolean), one = things.length === 1 ? things[0] : null, sort = one && sortOf(one)
    const head = ["stage", "lane", "step"].includes(sort) && !board.element(one.ref)?.classList.contains("b-card"), folded = board.look.folded?.includes(one?.ref)
    const change = board.can.edit
    if (isShadow(one)) return [[folded ? "Unfold" : "Fold", "fold", "f"]]
    return [
      one && !head && ["Open", "open", "o"], change && one && ["Write", "edit", "Enter"],
      change && one && head && [{ stage: "Stage behind it", lane: "Lane below it", step: "Step behind it" }[sort], "add", "n"],
      sort === "stage" && head && ["Steps", "steps", "s"], (sort === "stage" || sort === "lane") && head && [folded ? "Unfold" : "Fold", "fold", "f"], change && sort === "lane" && ["Hide", "hide"],
      change && !head && ["Duplicate", "duplicate", "Ctrl+D"], change && ["Bin", "bin", "Delete"],
    ].filter(Boolean)
  }
  /** Draw what changed; a button that has the focus stays where it is. */
  function draw() {
    edit.hidden = !board.can.edit
    undo.disabled = board.undo === false
    redo.disabled = board.redo === false
    size.textContent = `${Math.round(board.zoom * 100)} %`
    const refs = [...board.chosen], list = offers(refs), more = board.layers.flatMap((layer) => layer.menu?.(refs) ?? [])
    const sign = JSON.stringify([refs.length, list, more.map((one) => one.label)])
    if (sign === drawn) return
    drawn = sign
    const had = chosen.contains(document.activeElement) ? document.activeElement.dataset.does : null
    chosen.replaceChildren(
      ...(refs.length > 1 ? [make("span", { className: "b-many", textContent: `${refs.length} chosen` })] : []),
      ...list.map(([label, does, keys]) => button(label, does, label, keys)),
      ...(refs.length ? more.map((one) => make("button", { className: "b-button", type: "button", textContent: one.label, onclick: one.act })) : []),
    )
    if (had) (chosen.querySelector(`[data-does="${had}"]`) ?? undo).focus({ preventScroll: true })
  }
  return draw
}

/** The line that says what is not stored yet, and what became of an act that was refused. */
function saidLine(board) {
  let until = 0
  const show = (text, kind) => { board.said.textContent = text; board.said.hidden = !text; board.said.dataset.kind = kind }
  return {
    waits(count, offline) {
      if (!count) { if (board.said.dataset.kind === "waits") { show("", ""); board.say("Everything is stored.") } return }
      const what = count === 1 ? "1 change is" : `${count} changes are`
      const text = `${offline ? "No connection" : "No answer yet"}: ${what} kept in this browser and sent again until stored.`
      if (board.said.textContent !== text) { show(text, "waits"); board.say(text) }
    },
    refused(said) {
      show(said, "refused")
      board.say(said)
      clearTimeout(until)
      until = setTimeout(() => { if (board.said.dataset.kind === "refused") show("", "") }, 8000)
    },
  }
}
