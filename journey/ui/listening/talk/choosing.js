// Choosing words: with the pointer, by touch, or a whole turn by key; then what to do with them.

const ACTS = [["quote", "Quote", "q"], ["pain", "New pain point", "p"], ["gap", "Knowledge gap", "g"]]

/** The toolbar over chosen words; `turnOf(element)` is the turn that a node belongs to, `take` sends the words off, `closed` is told when it goes. */
function chooser(root, turnOf, take, closed) {
  const bar = make("div", { className: "bar", hidden: true, role: "toolbar", ariaLabel: "Use these words" })
  const live = make("div", { className: "unseen", role: "status" })
  let chosen = null, pressed = false, late = 0

  const buttons = ACTS.map(([act, label, key]) => {
    const button = make("button", { type: "button", textContent: label, onclick: () => use(act) })
    button.dataset.act = act
    button.ariaKeyShortcuts = key
    return button
  })
  bar.append(...buttons)
  bar.onpointerdown = (event) => { event.preventDefault(); pressed = true }
  bar.onkeydown = (event) => {
    const shown = buttons.filter((button) => !button.hidden), i = shown.indexOf(document.activeElement)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step) { event.preventDefault(); shown[(i + step + shown.length) % shown.length].focus() }
    if (event.key === "Escape") { event.preventDefault(); const back = chosen?.li; close(); back?.focus() }
    event.stopPropagation()
  }

  function close(clear = true) {
    if (clear && chosen) getSelection()?.removeAllRanges()
    const was = !bar.hidden
    chosen = null; pressed = false; bar.hidden = true
    if (was) closed()
  }
  function use(act) {
    if (!chosen || !allowed(chosen.turn).includes(act)) return false
    const { turn, text, li } = chosen
    close()
    li.focus({ preventScroll: true })
    live.textContent = `${ACTS.find(([name]) => name === act)[1]}: ready in the form.`
    take({ act, text, turn: turn.id })
    return true
  }
  /** An agent's words are no customer's quote; what they could not answer is a gap. */
  const allowed = (turn) => (turn.quotable ? ["quote", "pain", "gap"] : ["gap"])

  function offer(li, turn, range) {
    const all = li.querySelector(".words")
    const from = lengthTo(all, range.startContainer, range.startOffset), to = lengthTo(all, range.endContainer, range.endOffset)
    const raw = turn.text.slice(from, to), text = raw.trim()
    if (!text) return close(false)
    chosen = { li, turn, text }
    buttons.forEach((button) => { button.hidden = !allowed(turn).includes(button.dataset.act) })
    bar.hidden = false
    beside(range.getBoundingClientRect())
    live.textContent = "Words chosen. Press Tab or choose: " + buttons.filter((b) => !b.hidden).map((b) => `${b.ariaKeyShortcuts} ${b.textContent}`).join(", ")
  }
  function beside(box) {
    const around = root.getBoundingClientRect()
    const top = box.top - around.top - bar.offsetHeight - 6
    bar.style.top = `${top < 0 ? box.bottom - around.top + 6 : top}px`
    bar.style.left = `${Math.max(0, Math.min(box.left - around.left, around.width - bar.offsetWidth))}px`
  }

  /** What is selected now, cut to the turn in which it began. */
  function look() {
    const selection = getSelection()
    if (!selection || selection.isCollapsed || !selection.rangeCount) {
      if (!pressed && !bar.contains(document.activeElement)) close(false)
      return
    }
    const li = turnOf(selection.anchorNode)
    if (!li) return close(false)
    const words = li.querySelector(".words"), range = selection.getRangeAt(0).cloneRange()
    if (!range.intersectsNode(words)) return close(false)
    if (!words.contains(range.startContainer)) range.setStart(words, 0)
    if (!words.contains(range.endContainer)) range.setEnd(words, words.childNodes.length)
    offer(li, li._turn, range)
  }
  const soon = () => { clearTimeout(late); late = setTimeout(look, 180) }
  document.addEventListener("selectionchange", soon)
  root.append(bar, live)

  return {
    close,
    use,
    get open() { return !bar.hidden },
    whole(li) {
      const range = document.createRange()
      range.selectNodeContents(li.querySelector(".words"))
      getSelection().removeAllRanges()
      getSelection().addRange(range)
      offer(li, li._turn, range)
      buttons.find((button) => !button.hidden)?.focus()
    },
    leave() { clearTimeout(late); document.removeEventListener("selectionchange", soon) },
  }
}

/** How many characters of `all` lie before that place: what is shown is the text, character for character. */
function lengthTo(all, node, offset) {
  const range = document.createRange()
  range.selectNodeContents(all)
  range.setEnd(node, offset)
  return range.toString().length
}
