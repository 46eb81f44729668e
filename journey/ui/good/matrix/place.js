// Where dots and names stand: dots never on each other, names never on anything; a name without room goes to the list below.

const DOT = 28, APART = 32, ROOM = { left: 30, right: 10, top: 12, bottom: 26 }

/** The plane in pixels: effort 1 to 5 across, pain 1 to 5 up, half a step of air at each end. */
function plane(width, height) {
  const wide = width - ROOM.left - ROOM.right, high = height - ROOM.top - ROOM.bottom
  return {
    x: (effort) => ROOM.left + ((effort - 0.5) / 5) * wide,
    y: (pain) => ROOM.top + ((5.35 - pain) / 4.7) * high,
    effort: (x) => Math.min(5, Math.max(1, Math.round(((x - ROOM.left) / wide) * 5 + 0.5))),
    pain: (y) => 5.35 - ((y - ROOM.top) / high) * 4.7,
    inside: (box) => box.left >= ROOM.left && box.right <= width - 2 && box.top >= 2 && box.bottom <= height - ROOM.bottom,
  }
}

const ROUND = [[0, 0], ...[1, 2, 3].flatMap((ring) => [[ring, 0], [-ring, 0], [0, ring], [0, -ring], [ring, ring], [-ring, ring], [ring, -ring], [-ring, -ring]])]

/** The dots in pixels, the worst first: what would lie on another moves aside by as little as it takes. */
function placeDots(spots, at) {
  const taken = []
  for (const spot of spots) {
    const x = at.x(spot.effort), y = at.y(spot.rungs[spot.rung][3])
    const [across, up] = ROUND.find(([a, b]) => taken.every((dot) => Math.hypot(dot.x - x - a * APART, dot.y - y - b * APART) >= APART - 1)) ?? [0, 0]
    taken.push({ id: spot.id, x: x + across * APART, y: y + up * APART })
  }
  return new Map(taken.map((dot) => [dot.id, dot]))
}

const covers = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** The places that a name of that size may stand at beside its dot, the best first. */
function besides(dot, { wide, high, narrow }) {
  const gap = DOT / 2 + 4
  const boxes = [
    [dot.x + gap, dot.y - high / 2], [dot.x - gap - wide, dot.y - high / 2],
    [dot.x - wide / 2, dot.y - gap - high], [dot.x - wide / 2, dot.y + gap],
    [dot.x - 10, dot.y - gap - high], [dot.x + 10 - wide, dot.y - gap - high], [dot.x - 10, dot.y + gap], [dot.x + 10 - wide, dot.y + gap],
  ]
  return boxes.map(([left, top]) => ({ left, top, right: left + wide, bottom: top + high, narrow }))
}

/** A box for each name that has room, by id; `sizes` by id, the best first, `quiet` what else is written on the plane. */
function placeNames(spots, dots, sizes, quiet, at) {
  const taken = [...quiet, ...[...dots.values()].map(({ x, y }) => ({ left: x - DOT / 2, right: x + DOT / 2, top: y - DOT / 2, bottom: y + DOT / 2 }))]
  const found = new Map()
  for (const spot of spots) {
    const box = sizes.get(spot.id).flatMap((size) => besides(dots.get(spot.id), size)).find((one) => at.inside(one) && !taken.some((other) => covers(one, other)))
    if (!box) continue
    found.set(spot.id, box)
    taken.push(box)
  }
  return found
}
