import { expect, test } from 'vitest'
import type { Clock } from '../../../../src/clock.ts'
import { createChangeLog } from '../../../../src/inventory/collection/change-log.ts'
import { type Change, diff } from '../../../../src/inventory/collection/diff.ts'
import type { FeedEvent } from '../../../../src/inventory/feed/event.ts'
import { createSubscriber } from '../../../../src/inventory/feed/subscriber.ts'
import type { ImageBuilder } from '../../../../src/schema/image-builder/kind.ts'
import { createTestTime } from '../../../support/gateway.ts'

/** Returns the members of a builder that a difference reads. */
function builder(name: string, State: string, created: number | null = 0): [string, ImageBuilder] {
  const aws = { Name: name, State, ...(created !== null && { CreatedTime: new Date(created) }) }
  return [name, { kind: 'ImageBuilder', arn: name, name, aws } as unknown as ImageBuilder]
}

test('emits only created, deleted and changed resources of a difference', () => {
  const before = new Map([
    builder('gone', 'RUNNING'),
    builder('same', 'RUNNING'),
    builder('moved', 'STOPPED'),
  ])
  const after = new Map([builder('same', 'RUNNING'), builder('moved', 'PENDING'), builder('new', 'PENDING')])
  expect(
    diff(before, after).map(({ kind, ...sides }) => [kind, ...Object.values(sides).map(({ name }) => name)]),
  ).toEqual([
    ['DELETED', 'gone'],
    ['STATE_CHANGED', 'moved', 'moved'],
    ['CREATED', 'new'],
  ])
})

test('treats an equal name with a different creation time as new', () => {
  const before = new Map([builder('name', 'RUNNING')])
  const after = new Map([builder('name', 'RUNNING', 1)])
  expect(diff(before, after).map(({ kind }) => kind)).toEqual(['DELETED', 'CREATED'])
})

test('keeps the resource if AWS omits its creation time once', () => {
  const told = new Map([builder('name', 'RUNNING')])
  const untold = new Map([builder('name', 'STOPPED', null)])
  expect(diff(told, untold).map(({ kind }) => kind)).toEqual(['STATE_CHANGED'])
  expect(diff(untold, told).map(({ kind }) => kind)).toEqual(['STATE_CHANGED'])
})

function commitAt(clock: Clock) {
  return { sequence: 1, at: clock.now(), position: { epoch: '', number: 0, nonce: '' } }
}

test('keeps bounded changes and reports when it cannot resume', () => {
  const time = createTestTime()
  const log = createChangeLog<string>({
    ...time,
    bounds: { maxEntries: 3, maxBytes: 1_000, maxAgeMs: 1_000 },
    bytesOf: ({ length }) => length,
  })
  const append = (...names: string[]) =>
    log.append(
      names.map((after) => ({ kind: 'CREATED', after })),
      commitAt(time.clock),
    )
  append('a', 'b', 'c', 'd')
  expect(log.since(1)?.map(({ number }) => number)).toEqual([2, 3, 4])
  expect(log.since(0)).toBeUndefined()
  expect(log.since(4)).toEqual([])
  expect(log.since(5)).toBeUndefined()
  time.advance(1_001)
  append('e')
  expect(log.since(4)?.map(({ number }) => number)).toEqual([5])
  expect(log.since(3)).toBeUndefined()
})

test('evicts the oldest changes when they exceed the byte limit', () => {
  const time = createTestTime()
  const log = createChangeLog<string>({
    ...time,
    bounds: { maxEntries: 100, maxBytes: 10, maxAgeMs: 1_000 },
    bytesOf: ({ length }) => length,
  })
  const append = (...changes: Change<string>[]) => log.append(changes, commitAt(time.clock))
  append(...['1234', '1234'].map((after) => ({ kind: 'CREATED', after }) as const))
  append({ kind: 'STATE_CHANGED', before: '1', after: '2' })
  expect(log.since(0)).toHaveLength(3)
  append({ kind: 'DELETED', before: '1' })
  expect(log.since(0)).toBeUndefined()
  expect(log.since(1)).toHaveLength(3)
  append({ kind: 'DELETED', before: '12345678901' })
  expect(log.since(4)).toBeUndefined()
  expect(log.since(5)).toEqual([])
})

function event(cursor: string): FeedEvent<string> {
  return { kind: 'CREATED', item: cursor, cursor, observedAt: 0, failures: [] }
}

test('catches up a slow subscriber on its next read, with bounded memory', async () => {
  const subscriber = createSubscriber<string>({
    maxQueued: 2,
    onBehind: () => [event('reset'), event('snapshot')],
    onEnd: () => {},
  })
  expect(['1', '2', '3'].map((cursor) => subscriber.push(event(cursor)))).toEqual([true, true, false])
  const first = await subscriber.next()
  subscriber.push(event('4'))
  const rest = [await subscriber.next(), await subscriber.next()]
  expect([first, ...rest].map(({ value }) => value?.cursor)).toEqual(['reset', 'snapshot', '4'])
})

test('releases a waiting subscriber at once when it leaves', async () => {
  let ended = 0
  const subscriber = createSubscriber<string>({
    maxQueued: 2,
    onBehind: () => [],
    onEnd: () => {
      ended++
    },
  })
  const waiting = subscriber.next()
  await subscriber.return?.()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(await subscriber.next()).toEqual({ done: true, value: undefined })
  expect(ended).toBe(1)
})
