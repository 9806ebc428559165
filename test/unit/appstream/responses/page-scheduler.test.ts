import { expect, test } from 'vitest'
import { createPageScheduler } from '../../../../src/appstream/responses/page-scheduler.ts'

const LARGE = 1_000_000

function createHeldTurns() {
  const waiting: (() => void)[] = []
  return {
    inTurn: createPageScheduler((run) => void waiting.push(run)),
    /** Runs the work waiting for an event-loop turn and returns its amount. */
    async turn() {
      const due = waiting.splice(0)
      for (const run of due) run()
      await new Promise((resolve) => setImmediate(resolve))
      return due.length
    },
  }
}

test('parses one large page per turn, in order of arrival', async () => {
  const { inTurn, turn } = createHeldTurns()
  const read: number[] = []
  const pages = [1, 2, 3].map((page) => inTurn(LARGE, () => read.push(page)))
  await turn()
  for (let turns = 1; turns <= 3; turns++) {
    expect(await turn()).toBe(1)
    expect(read).toHaveLength(turns)
  }
  expect(read).toEqual([1, 2, 3])
  await Promise.all(pages)
})

test('parses a small page immediately', async () => {
  const { inTurn } = createHeldTurns()
  expect(await inTurn(100, () => 'read')).toBe('read')
})

test('continues after a page that fails to parse', async () => {
  const { inTurn, turn } = createHeldTurns()
  const broken = inTurn(LARGE, () => {
    throw new SyntaxError('no JSON')
  })
  const next = inTurn(LARGE, () => 'read')
  const failure = expect(broken).rejects.toThrow('no JSON')
  for (let turns = 0; turns < 3; turns++) await turn()
  await failure
  expect(await next).toBe('read')
  await expect(inTurn(100, () => JSON.parse('{'))).rejects.toThrow(SyntaxError)
})
