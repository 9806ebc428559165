import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../../src/emulator/clock.ts'
import { type NamedRecord, namedKind } from '../../../../src/emulator/kit/kind.ts'
import { createPairs } from '../../../../src/emulator/kit/pairs.ts'
import { createTable } from '../../../../src/emulator/kit/table.ts'
import type { TransitionStep } from '../../../../src/emulator/kit/transitions.ts'

interface Kettle extends NamedRecord {
  readonly Cups?: number
}

const kind = {
  label: 'kettle',
  plural: 'kettles',
  arnType: 'kettle',
  initialState: 'COLD',
  defaults: () => ({ Cups: 4 }),
}

function setUp({
  eventuallyConsistent = false,
  onChange = () => {},
}: {
  eventuallyConsistent?: boolean
  onChange?: (kettle: Kettle) => void
} = {}) {
  const clock = manualClock()
  const removed: string[] = []
  const table = createTable(namedKind<Kettle>({ ...kind, eventuallyConsistent }), {
    place: { region: 'eu-west-1', accountId: '123456789012' },
    now: clock.now,
    onChange,
    onRemove: ({ Name }) => removed.push(Name),
  })
  return { clock, table, removed }
}

describe('createTable', () => {
  test('adds missing members and keeps those that are set', () => {
    const { table, clock } = setUp()
    expect(table.put({ Name: 'a' })).toEqual({
      Name: 'a',
      Arn: 'arn:aws:appstream:eu-west-1:123456789012:kettle/a',
      State: 'COLD',
      Cups: 4,
      CreatedTime: new Date(clock.now()),
    })
    expect(table.put({ Name: 'a', State: 'HOT', Cups: 0 })).toMatchObject({ State: 'HOT', Cups: 0 })
  })

  test('reports created and changed resources, including transitions', () => {
    const seen: unknown[] = []
    const { clock, table } = setUp({ onChange: ({ Name, State, Cups }) => seen.push([Name, State, Cups]) })
    table.put({ Name: 'a' })
    table.change('a', { Cups: 1 })
    table.change('gone', { Cups: 1 })
    table.schedule('a', [{ atMs: clock.now() + 1, state: 'HOT' }])
    clock.advance(1)
    table.settle()
    expect(seen).toEqual([
      ['a', 'COLD', 4],
      ['a', 'COLD', 1],
      ['a', 'HOT', 1],
    ])
  })

  test('ignores changes and forced states of a missing resource', () => {
    const { table, removed } = setUp()
    expect([table.change('a', { Cups: 1 }), table.force('a', 'HOT')]).toEqual([false, false])
    table.remove('a')
    expect([table.size, removed]).toEqual([0, []])
  })

  test('takes due steps in order, however late, and removes at the end', () => {
    const { table, clock, removed } = setUp()
    table.put({ Name: 'a' })
    const nowMs = clock.now()
    table.schedule('a', [
      { atMs: nowMs + 10, state: 'WARM' },
      { atMs: nowMs + 20, state: 'HOT', change: ({ Cups = 0 }) => ({ Cups: Cups - 1 }) },
      { atMs: nowMs + 30, state: null },
    ])
    clock.advance(9)
    table.settle()
    const seen = [table.get('a')?.State]
    clock.advance(11)
    table.settle()
    seen.push(table.get('a')?.State)
    expect([seen, table.get('a')?.Cups]).toEqual([['COLD', 'HOT'], 3])
    clock.advance(10)
    table.settle()
    expect([table.size, removed]).toEqual([0, ['a']])
  })

  test('delays steps until their condition is met', () => {
    const { table, clock } = setUp()
    table.put({ Name: 'a', Cups: 0 })
    const step: TransitionStep<Kettle> = { atMs: clock.now(), state: 'HOT', when: ({ Cups = 0 }) => Cups > 0 }
    table.schedule('a', [step])
    table.settle()
    expect(table.get('a')?.State).toBe('COLD')
    table.change('a', { Cups: 1 })
    table.settle()
    expect(table.get('a')?.State).toBe('HOT')
  })

  test('repeats a step while it returns a further step', () => {
    const { table, clock } = setUp()
    table.put({ Name: 'a' })
    const drink = (atMs: number): TransitionStep<Kettle> => ({
      atMs,
      change: ({ Cups = 0 }) => ({ Cups: Cups - 1 }),
      next: ({ Cups = 0 }) => (Cups > 0 ? drink(atMs + 10) : undefined),
    })
    table.schedule('a', [drink(clock.now() + 10)])
    clock.advance(20)
    table.settle()
    expect(table.get('a')?.Cups).toBe(2)
    clock.advance(1_000)
    table.settle()
    expect(table.get('a')?.Cups).toBe(0)
  })

  test.each(['put', 'force', 'remove'] as const)('cancels transitions on %s', (action) => {
    const { table, clock } = setUp()
    table.put({ Name: 'a' })
    table.schedule('a', [{ atMs: clock.now() + 1, state: 'HOT' }])
    if (action === 'put') table.put({ Name: 'a' })
    else if (action === 'force') table.force('a', 'COLD')
    else table.remove('a')
    clock.advance(1)
    table.settle()
    expect(table.get('a')?.State).toBe(action === 'remove' ? undefined : 'COLD')
  })

  test('delays listings only if the kind is eventually consistent', () => {
    const names = [true, false].map((eventuallyConsistent) => {
      const { table, clock } = setUp({ eventuallyConsistent })
      const seen: unknown[] = []
      const look = () =>
        seen.push(
          table.listed().map(({ Name }) => Name),
          table.isReferable('a'),
        )
      table.create({ Name: 'a' }, 100)
      look()
      clock.advance(100)
      look()
      table.remove('a', 100)
      look()
      clock.advance(100)
      look()
      return seen
    })
    expect(names).toEqual([
      [[], false, ['a'], true, ['a'], false, [], false],
      [['a'], false, ['a'], true, [], false, [], false],
    ])
  })
})

test('never lists a resource removed before its first listing', () => {
  const { table } = setUp({ eventuallyConsistent: true })
  table.create({ Name: 'a' }, 100)
  table.remove('a', 100)
  expect(table.listed()).toEqual([])
})

test('finds pairs from both sides until they are removed', () => {
  const pairs = createPairs()
  pairs.add('a', '1')
  pairs.add('a', '2')
  pairs.add('b', '2')
  expect([pairs.rightsOf('a'), pairs.leftsOf('2'), pairs.has('b', '1')]).toEqual([
    ['1', '2'],
    ['a', 'b'],
    false,
  ])
  expect([pairs.remove('a', '2'), pairs.remove('a', '2')]).toEqual([true, false])
  expect([pairs.rightsOf('a'), pairs.leftsOf('2')]).toEqual([['1'], ['b']])
})

test('removes all pairs of one side, and no others', () => {
  const pairs = createPairs()
  for (const [left, right] of [
    ['a', '1'],
    ['a', '2'],
    ['b', '1'],
    ['b', '2'],
    ['c', '1'],
  ] as const) {
    pairs.add(left, right)
  }
  pairs.removeLeft('a')
  expect([pairs.rightsOf('a'), pairs.leftsOf('1'), pairs.leftsOf('2')]).toEqual([[], ['b', 'c'], ['b']])
  pairs.removeRight('1')
  expect([pairs.leftsOf('1'), pairs.rightsOf('b'), pairs.rightsOf('c')]).toEqual([[], ['2'], []])
})
