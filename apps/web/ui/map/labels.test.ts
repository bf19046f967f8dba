import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LabelWish, placeLabels } from './labels.ts'

const VIEW = { width: 800, height: 600 }
const wish = fc.record({
  x: fc.integer({ min: -50, max: 850 }),
  y: fc.integer({ min: -50, max: 650 }),
  width: fc.integer({ min: 20, max: 140 }),
  height: fc.integer({ min: 12, max: 40 }),
  priority: fc.integer({ min: 0, max: 9 }),
})
const wishes = fc
  .array(wish, { maxLength: 60 })
  .map((all) => all.map((each, index): LabelWish => ({ ...each, id: String(index) })))

test('placed labels never overlap, never leave the view and never cover a blocked box', () => {
  const blocked = { left: 0, top: 0, right: 200, bottom: 150 }
  fc.assert(
    fc.property(wishes, fc.integer({ min: 0, max: 9 }), (all, rings) => {
      const placed = placeLabels(all, VIEW, { rings, blocked: [blocked] })
      const boxes = placed.map(({ id, x, y }) => {
        const { width, height } = all[Number(id)] as LabelWish
        return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
      })
      boxes.forEach((box, index) => {
        expect(box.left >= 0 && box.top >= 0 && box.right <= VIEW.width && box.bottom <= VIEW.height).toBe(true)
        for (const other of [blocked, ...boxes.slice(index + 1)])
          expect(box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom).toBe(false)
      })
    }),
  )
})

test('of two labels on one point the more important stays, the other moves aside with a line back', () => {
  const at = { x: 400, y: 300, width: 60, height: 30 }
  const both = [
    { ...at, id: 'minor', priority: 1 },
    { ...at, id: 'major', priority: 2 },
  ]
  expect(placeLabels(both, VIEW)).toEqual([{ id: 'major', x: 400, y: 300, anchor: null }])
  const [major, minor] = placeLabels(both, VIEW, { rings: 3 })
  expect(major).toMatchObject({ id: 'major', anchor: null })
  expect(minor).toMatchObject({ id: 'minor', anchor: { x: 400, y: 300 } })
})
