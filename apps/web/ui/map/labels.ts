/** Labels that never overlap: each tries its own point, then places around it with a line back; what finds no room waits for a closer look. */
export interface LabelWish {
  id: string
  /** screen px of the point it names */
  x: number
  y: number
  width: number
  height: number
  /** higher is placed first */
  priority: number
}

export interface PlacedLabel {
  id: string
  /** centre of the label */
  x: number
  y: number
  /** the point it names, when the label had to move away from it */
  anchor: { x: number; y: number } | null
}

/** px on the screen */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

const GAP = 3
const DIRECTIONS = 16

const boxOf = (x: number, y: number, { width, height }: LabelWish): Box => ({
  left: x - width / 2 - GAP,
  right: x + width / 2 + GAP,
  top: y - height / 2 - GAP,
  bottom: y + height / 2 + GAP,
})
const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Places around the point: nearest first, sideways before up and down because labels are wider than high. */
const candidates = (wish: LabelWish, rings: number): { x: number; y: number; moved: boolean }[] => {
  const around = Array.from({ length: rings }, (_, ring) =>
    Array.from({ length: DIRECTIONS }, (_, turn) => {
      const angle = (turn / DIRECTIONS) * 2 * Math.PI
      const far = 1 + ring * 0.65
      return {
        x: wish.x + Math.cos(angle) * wish.width * 0.8 * far,
        y: wish.y + Math.sin(angle) * wish.height * 1.15 * far,
        moved: true,
      }
    }),
  ).flat()
  return [{ x: wish.x, y: wish.y, moved: false }, ...around]
}

export interface LabelRoom {
  /** how far a label may move; 0 keeps labels on their points */
  rings?: number
  /** boxes that must stay free */
  blocked?: readonly Box[]
}

export const placeLabels = (
  wishes: readonly LabelWish[],
  view: { width: number; height: number },
  { rings = 0, blocked = [] }: LabelRoom = {},
): PlacedLabel[] => {
  const taken: Box[] = [...blocked]
  const placed: PlacedLabel[] = []
  const points = wishes.map((wish) => ({
    id: wish.id,
    box: { left: wish.x - 2, right: wish.x + 2, top: wish.y - 2, bottom: wish.y + 2 },
  }))
  for (const wish of [...wishes].sort((a, b) => b.priority - a.priority)) {
    if (wish.x < 0 || wish.y < 0 || wish.x > view.width || wish.y > view.height) continue
    const place = candidates(wish, rings).find(({ x, y, moved }) => {
      const box = boxOf(x, y, wish)
      const inView = box.left >= 0 && box.top >= 0 && box.right <= view.width && box.bottom <= view.height
      if (!inView || taken.some((other) => meet(other, box))) return false
      // a label that moved must not sit on the point of another place
      return !moved || !points.some((point) => point.id !== wish.id && meet(point.box, box))
    })
    if (!place) continue
    taken.push(boxOf(place.x, place.y, wish))
    placed.push({ id: wish.id, x: place.x, y: place.y, anchor: place.moved ? { x: wish.x, y: wish.y } : null })
  }
  return placed
}

let ruler: CanvasRenderingContext2D | null | undefined
const widths = new Map<string, number>()

/** Width of a text in px in the page's font; a plain estimate where there is no canvas. */
export const textWidth = (text: string, size: number, weight = 400): number => {
  const key = `${weight} ${size} ${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  ruler ??= typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d')
  if (ruler) ruler.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`
  const width = ruler
    ? ruler.measureText(text).width
    : [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e80 ? size : size * 0.58), 0)
  if (widths.size > 5000) widths.clear()
  widths.set(key, width)
  return width
}
