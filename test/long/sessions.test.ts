import { expect, test } from 'vitest'
import { putSession, startEstate } from '../integration/schema/session/support.ts'
import { createTestClock } from '../support/gateway.ts'

const PAIRS = 200
const SESSIONS = 10_000
/** Sessions of the emulator and of the gateway, the merged list, and what requests leave before a collection. */
const MAX_HEAP_BYTES = 120_000_000
const MAX_MS = 60_000

interface Page {
  readonly appStreamSessions: {
    readonly totalCount: number
    readonly failures: readonly unknown[]
    readonly nodes: readonly { readonly sessionId: string; readonly fleet: object }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  }
}

test('pages through 10,000 sessions of 200 pairs in bounded memory and time', async () => {
  const clock = createTestClock()
  await using gateway = await startEstate(PAIRS, { clock })
  for (let index = 0; index < SESSIONS; index++) {
    putSession(gateway, index % PAIRS, {
      Id: `session-${index}`,
      UserId: `user-${index}`,
      minutesAgo: index % 997,
    })
  }
  const before = process.memoryUsage().heapUsed
  const begun = performance.now()
  const seen = new Set<string>()
  let pages = 0
  for (let after: string | null = null; ; ) {
    const { appStreamSessions: page }: Page = await gateway.read<Page, object>(
      `query ($after: String) { appStreamSessions(first: 100, after: $after) {
        totalCount failures { code } nodes { sessionId userId fleet { name } } pageInfo { hasNextPage endCursor }
      } }`,
      { variables: { after } },
    )
    expect(page).toMatchObject({ totalCount: SESSIONS, failures: [] })
    for (const { sessionId } of page.nodes) seen.add(sessionId)
    pages++
    if (!page.pageInfo.hasNextPage) break
    after = page.pageInfo.endCursor
  }
  expect([seen.size, pages]).toEqual([SESSIONS, SESSIONS / 100])
  expect(performance.now() - begun).toBeLessThan(MAX_MS)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MAX_HEAP_BYTES)
  expect(gateway.emulator.calls.count('DescribeSessions')).toBe(PAIRS)
  expect(gateway.emulator.calls.count('ListAssociatedFleets')).toBe(PAIRS)
  expect(gateway.emulator.calls.maxInFlight()).toBeLessThanOrEqual(10)
})
