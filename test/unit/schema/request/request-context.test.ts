import { describe, expect, it } from 'vitest'
import type { Target } from '../../../../src/appstream/target.ts'
import { createInventory } from '../../../../src/inventory/inventory.ts'
import { createCaller } from '../../../../src/schema/access.ts'
import type { ContextRequest, GraphContext } from '../../../../src/schema/context.ts'
import { createTurns } from '../../../../src/schema/pacing/turns.ts'
import { createContextFactory } from '../../../../src/schema/request/context-factory.ts'
import { createTestClock } from '../../../support/gateway.ts'
import { createHeldTarget } from '../../../support/inventory.ts'

const CURRENT = { isCurrent: () => true }

/** Creates contexts over one target, as a request does. */
function startContexts(target: Target = createHeldTarget().target, maxUpstreamCalls = 0) {
  const clock = createTestClock()
  const inventory = createInventory([target], {
    clock,
    schedule: () => () => {},
    maxStalenessMs: 5_000,
    staleIfErrorMs: 60_000,
    overlayMs: 30_000,
    logBounds: { maxEntries: 0, maxBytes: 0, maxAgeMs: 0 },
    bookmarkIntervalMs: 1_000,
    maxQueuedEvents: 1,
    publicImagesStalenessMs: 0,
    detailsStalenessMs: 0,
    detailsConcurrency: 1,
    watchIntervals: { activeMs: 1_000, idleMs: 1_000, lingerMs: 0 },
    onWatch() {},
  })
  const createContext = createContextFactory({ inventory, clock, turns: createTurns(), maxUpstreamCalls })
  return {
    clock,
    /** Creates a context that has read something. */
    read(request: Partial<ContextRequest> = {}): GraphContext {
      const caller = createCaller('ada', ['appstream:read'])
      const context = createContext({ caller, noCache: false, audit() {}, ...request })
      context.reads.note(CURRENT)
      return context
    },
  }
}

const isKept = ({ reads }: GraphContext) =>
  reads.dependencies()?.every((dependency) => dependency.isCurrent()) ?? false

describe('context of a request', () => {
  it('has one own member, and shares it with objects that inherit the others', () => {
    const context = startContexts().read()
    expect(Object.keys(context)).toEqual(['parts'])
    const copy: object = Object.create(Object.getPrototypeOf(context))
    expect(Object.assign(copy, context)).toMatchObject({ reads: context.reads, loaders: context.loaders })
  })

  it.each(['wholeInventory', 'clock', 'onSend', 'callerName', 'audit', 'tokens', 'recentCreations'] as const)(
    'makes the answer unrepeatable if a resolver uses its `%s`',
    (member) => {
      const context = startContexts().read()
      expect(isKept(context)).toBe(true)
      expect(context[member]).toBeDefined()
      expect(isKept(context)).toBe(false)
    },
  )

  it('keeps an answer until a time that a resolver compared with', () => {
    const { read, clock } = startContexts()
    const context = read()
    expect(context.hasPassed(clock.now() + 1_000)).toBe(false)
    expect(context.hasPassed(clock.now() - 1)).toBe(true)
    clock.advance(1_000)
    expect(isKept(context)).toBe(true)
    clock.advance(1)
    expect(isKept(context)).toBe(false)
  })

  it.each<[string, (context: GraphContext) => unknown]>([
    ['reads from now on', ({ reading }) => reading.now()],
    [
      'served an older value because AWS failed',
      ({ reading }) => reading.options.onStale?.({ what: 'images', observedAt: 0, error: new Error('down') }),
    ],
  ])('makes the answer unrepeatable if it %s', (_title, use) => {
    const context = startContexts().read()
    use(context)
    expect(isKept(context)).toBe(false)
  })

  it('makes the answer unrepeatable if its call budget prevented a read', () => {
    const context = startContexts(undefined, 1).read()
    expect(() => context.reading.options.checkCalls?.(2)).toThrow('MAX_UPSTREAM_CALLS')
    expect(isKept(context)).toBe(false)
  })

  it('makes the answer unrepeatable with no-cache', () => {
    const context = startContexts().read({ noCache: true })
    expect(context.reading.options.notBefore).toBeDefined()
    expect(isKept(context)).toBe(false)
  })

  it('ends an answer once the account of a target is known', () => {
    const identity = { isIdentified: false }
    const target = Object.assign(createHeldTarget().target, identity)
    const { read } = startContexts(target)
    const before = read()
    expect(isKept(before)).toBe(true)
    Object.assign(target, { isIdentified: true })
    expect(isKept(before)).toBe(false)
    expect(isKept(read())).toBe(true)
  })

  it('gives each event of a subscription a context of its own', () => {
    const context = startContexts().read()
    const renewed = context.renewed(new AbortController().signal)
    expect(renewed.loaders).not.toBe(context.loaders)
    expect(renewed.sharingKey).toBe(context.sharingKey)
  })
})
