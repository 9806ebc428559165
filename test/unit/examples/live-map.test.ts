import { expect, test } from 'vitest'
import { createLiveMap, followLive, type LiveState } from '../../../examples/shared/live-map.ts'
import type { Sink } from '../../../examples/shared/resuming.ts'

interface Builder {
  readonly id: string
  readonly state: string
}

/** Creates a map that applies events in short form. */
function createMap(options?: Parameters<typeof createLiveMap<Builder>>[0]) {
  const map = createLiveMap<Builder>(options)
  return {
    state: map.state,
    apply: (kind: string, id?: string, state = 'RUNNING') =>
      map.apply({ kind, cursor: 'c' }, id === undefined ? null : { id, state }),
    shown: () => Array.from(map.state().items.values(), ({ id, state }) => `${id} ${state}`),
    fail: (codes: readonly string[]) =>
      map.apply(
        { kind: 'SYNCED', cursor: 'c', failures: codes.map((code) => ({ code, message: code })) },
        null,
      ),
  }
}

test('shows a snapshot once it is complete', () => {
  const map = createMap()
  map.apply('SNAPSHOT', 'one')
  map.apply('SNAPSHOT', 'two')
  expect(map.state()).toEqual({ items: new Map(), isComplete: false, failures: [] })

  map.apply('SYNCED')
  expect(map.shown()).toEqual(['one RUNNING', 'two RUNNING'])
  expect(map.state().isComplete).toBe(true)
})

test('applies changes that arrive during a snapshot', () => {
  const map = createMap()
  map.apply('SNAPSHOT', 'one')
  map.apply('SNAPSHOT', 'two')
  map.apply('STATE_CHANGED', 'one', 'STOPPING')
  map.apply('DELETED', 'two')
  map.apply('CREATED', 'three')
  map.apply('SYNCED')

  expect(map.shown()).toEqual(['one STOPPING', 'three RUNNING'])
})

test('keeps the old list until the snapshot after a reset is complete', () => {
  const map = createMap()
  map.apply('SNAPSHOT', 'one')
  map.apply('SNAPSHOT', 'two')
  map.apply('SYNCED')
  map.apply('RESET')
  map.apply('SNAPSHOT', 'two', 'STOPPED')
  expect(map.shown()).toEqual(['one RUNNING', 'two RUNNING'])
  expect(map.state().isComplete).toBe(false)

  map.apply('SYNCED')
  expect(map.shown()).toEqual(['two STOPPED'])
})

test('starts anew at a reset during a snapshot', () => {
  const map = createMap()
  map.apply('SNAPSHOT', 'one')
  map.apply('RESET')
  map.apply('SNAPSHOT', 'two')
  map.apply('SYNCED')

  expect(map.shown()).toEqual(['two RUNNING'])
})

test('applies changes to a list at once and is complete when synced', () => {
  const map = createMap({ items: [{ id: 'one', state: 'STOPPED' }] })
  map.apply('STATE_CHANGED', 'one', 'PENDING')
  expect(map.shown()).toEqual(['one PENDING'])
  expect(map.state().isComplete).toBe(false)

  map.apply('SYNCED')
  expect(map.state().isComplete).toBe(true)
})

test('adds the snapshot of a target that recovers', () => {
  const map = createMap()
  map.apply('SNAPSHOT', 'one')
  map.fail(['UPSTREAM_TIMEOUT'])
  expect(map.state().failures).toMatchObject([{ code: 'UPSTREAM_TIMEOUT' }])

  map.apply('SNAPSHOT', 'abroad')
  map.apply('SYNCED')
  expect(map.shown()).toEqual(['one RUNNING', 'abroad RUNNING'])
  expect(map.state().failures).toEqual([])
})

test('removes resources that stop matching the filter', () => {
  const map = createLiveMap<Builder>({ items: [{ id: 'one', state: 'RUNNING' }] })
  const change = (matches: boolean | null) =>
    map.apply({ kind: 'STATE_CHANGED', cursor: 'c', matches }, { id: 'one', state: 'STOPPING' })
  change(false)
  expect(map.state().items.size).toBe(0)

  change(true)
  expect(map.state().items.get('one')).toEqual({ id: 'one', state: 'STOPPING' })
})

test('replaces the state with each change, and only then', () => {
  const map = createMap({ items: [] })
  map.fail(['UPSTREAM_TIMEOUT'])
  const { items, ...synced } = map.state()
  map.fail(['UPSTREAM_TIMEOUT'])
  map.apply('A_LATER_KIND')
  expect(map.state()).toMatchObject(synced)
  expect(map.state().items).toBe(items)

  map.apply('CREATED', 'one')
  expect(map.state().items).not.toBe(items)
  expect(items.size).toBe(0)
})

test('followLive reports changes, field errors and the end', () => {
  let sink: Sink | undefined
  const states: LiveState<Builder>[] = []
  const log: unknown[] = []
  const stop = followLive<{ kind: string; cursor: string; builder: Builder | null }, Builder>(
    {
      subscribe(_operation, given) {
        sink = given
        return () => log.push('stopped')
      },
    },
    {
      query: 'subscription ($after: String) { changed(after: $after) { kind cursor builder { id state } } }',
      variables: { snapshot: true },
      itemOf: ({ builder }) => builder,
      onChange: (state) => states.push(state),
      onErrors: (errors) => log.push(errors),
      onEnd: (error) => log.push(['end', error]),
    },
  )
  const emit = (kind: string, builder: Builder | null) =>
    sink?.next({ data: { changed: { kind, cursor: kind, builder } } })
  emit('SNAPSHOT', { id: 'one', state: 'RUNNING' })
  emit('SYNCED', null)
  emit('SYNCED', null)
  sink?.next({ data: null, errors: [{ message: 'rejected' }] })
  sink?.error('refused')
  stop()

  expect(states).toHaveLength(1)
  expect(states[0]?.items.size).toBe(1)
  expect(log).toEqual([[{ message: 'rejected' }], ['end', 'refused'], 'stopped'])
})
