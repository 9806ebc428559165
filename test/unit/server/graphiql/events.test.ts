import { expect, test } from 'vitest'
import { createEventLog } from '../../../../src/server/graphiql/client/event-log.ts'
import { summarizeEvent } from '../../../../src/server/graphiql/client/event-summary.ts'
import { createTabLogs } from '../../../../src/server/graphiql/client/tab-logs.ts'

const now = () => new Date('2026-01-02T03:04:05Z')
const ignore = () => {}

test('keeps the newest events of many and counts all', () => {
  const log = createEventLog({ maxEvents: 3, now, onChange: ignore })
  for (let index = 1; index <= 5000; index++) log.add(index)

  expect(log.total()).toBe(5000)
  expect(log.events().length).toBeLessThan(6)
  expect(log.events().slice(-3)).toEqual([
    { number: 4998, at: now(), result: 4998 },
    { number: 4999, at: now(), result: 4999 },
    { number: 5000, at: now(), result: 5000 },
  ])
  log.clear()
  expect([log.total(), log.events()]).toEqual([5000, []])
})

test('ends a log once, with the first reason', () => {
  const log = createEventLog({ maxEvents: 3, now, onChange: ignore })
  log.end('stopped')
  log.end('failed', 'The connection was lost.')
  expect(log.ending()).toEqual({ at: now(), how: 'stopped' })
})

test('shows the log of the active tab, and forgets those of closed tabs', () => {
  const shown: unknown[] = []
  const logs = createTabLogs({ maxEvents: 3, now, onChange: ignore, onShow: (log) => shown.push(log) })
  const [one, two] = [{ id: 'one' }, { id: 'two' }]
  logs.onTabChange({ tabs: [one, two], activeTabIndex: 0 })
  const log = logs.start()
  logs.onTabChange({ tabs: [one, two], activeTabIndex: 1 })
  logs.onTabChange({ tabs: [one, two], activeTabIndex: 0 })
  logs.onTabChange({ tabs: [two], activeTabIndex: 0 })
  logs.onTabChange({ tabs: [one, two], activeTabIndex: 0 })

  expect(shown).toEqual([undefined, log, undefined, log, undefined, undefined])
})

const stateChange = { kind: 'STATE_CHANGED', previousState: 'PENDING', state: 'RUNNING' }

test.each([
  [
    'kind, name and change of state',
    { data: { changed: { __typename: 'Event', ...stateChange, imageBuilder: { name: 'golden' } } } },
    'STATE_CHANGED · golden · PENDING → RUNNING',
  ],
  ['a kind alone', { data: { changed: { kind: 'SYNCED', state: null, imageBuilder: null } } }, 'SYNCED'],
  [
    'another name',
    { data: { changed: { kind: 'CREATED', task: { __typename: 'Task', amiName: 'base' } } } },
    'CREATED · base',
  ],
  ['JSON of an unknown shape', { data: { changed: { count: 3 } } }, '{"count":3}'],
  ['JSON of a scalar', { data: { changed: 3 } }, '3'],
  ['errors alone', { data: null, errors: [{ message: 'Broken.' }, { message: 'Gone.' }] }, 'Broken.; Gone.'],
  [
    'errors of an event',
    { data: { changed: { kind: 'CREATED' } }, errors: [{ message: 'Denied.' }] },
    'CREATED; Denied.',
  ],
  ['no GraphQL at all', 'pong', '"pong"'],
  ['a long text', { data: { changed: { text: 'x'.repeat(500) } } }, `{"text":"${'x'.repeat(111)}…`],
])('summarizes an event: %s', (_name, result, summary) => {
  expect(summarizeEvent(result)).toBe(summary)
})
