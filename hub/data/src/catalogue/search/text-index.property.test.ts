/** Whatever part of a title somebody types, the title is found; so is its pinyin from any syllable on. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '@haihe/contract'
import fc from 'fast-check'
import { draftOf } from '../testing/books.ts'
import { createTextIndex } from './text-index.ts'
import { soundOf } from './words.ts'

const WORDS =
  '图书 馆藏 借阅 读者 分馆 书架 期刊 报纸 古籍 目录 编目 采购 预约 续借 逾期 赔偿 阅览室 自习 讲座 展览 志愿者 儿童 少年 盲文 有声 数字 文献 修复 水务 质量 监测 统计 信息 基本 名录 台账'.split(
    ' ',
  )
const titleOf = fc.array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 6 }).map((words) => words.join(''))

const indexed = (titles: readonly string[]) => {
  const index = createTextIndex()
  titles.forEach((title, document) => {
    index.add(document, { ...draftOf({ title, keywords: [] }), code: `201001/${document}` } as Resource, '书城图书馆')
  })
  return index
}

test('any part of a title finds it, and the whole title finds it first', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(titleOf, { minLength: 1, maxLength: 12 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      (titles, which, from, size) => {
        const index = indexed(titles)
        const document = which % titles.length
        const title = titles[document] as string
        const start = from % (title.length - 1)
        const part = title.slice(start, start + 2 + (size % (title.length - start - 1)))
        assert.ok(index.match(part).documents.includes(document), `${part} in ${title}`)
        const { score } = index.match(title)
        assert.equal(score.indexOf(Math.max(...score)), document, `${title} among ${titles.join(' ')}`)
      },
    ),
    { numRuns: 600 },
  )
})

test('pinyin from any syllable on, and initials, find the title', () => {
  fc.assert(
    fc.property(titleOf, fc.nat(), fc.integer({ min: 2, max: 12 }), (title, from, size) => {
      const index = indexed([title, '无关'])
      const { full, starts, initials } = soundOf(title)
      const begins = [...starts].flatMap((mark, at) => (mark === '1' ? [at] : []))
      const start = begins[from % (begins.length - 1)] as number
      const typed = full.slice(start, start + size)
      assert.ok(typed.length < 2 || index.match(typed).documents.includes(0), `${typed} in ${title}`)
      assert.ok(index.match(initials.slice(0, size)).documents.includes(0))
    }),
    { numRuns: 300 },
  )
})
