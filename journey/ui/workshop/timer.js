// The clock of a step: counts down in the browser, says aloud when five minutes are left and when the time is over.

const running = new WeakMap() // the face of a clock to its interval: whoever leads on gives the same face other times

export default function ({ data, parentElement }) {
  const face = parentElement.querySelector("b"), aloud = parentElement.querySelector("[role=status]")
  const words = (seconds) => {
    const rest = Math.abs(Math.round(seconds)), said = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`
    return seconds < 0 ? `${said} over` : `${said} left`
  }
  let before = null
  const tick = () => {
    const left = data.held ?? data.ends - Date.now() / 1000
    face.textContent = data.held === null ? words(left) : `${words(left)}, held`
    face.className = left < 0 ? "over" : left < 300 ? "soon" : ""
    if (before !== null && before > 300 && left <= 300) aloud.textContent = "Five minutes are left."
    if (before !== null && before > 0 && left <= 0) aloud.textContent = "The time of this step is over."
    before = left
  }
  clearInterval(running.get(face))
  tick()
  const every = setInterval(tick, 1000)
  running.set(face, every)
  return () => clearInterval(every)
}
