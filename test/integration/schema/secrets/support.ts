import { expect } from 'vitest'
import { decoded, type Operation } from '../../../support/clients/both-transports.ts'
import { createTestClock, sharedSchema, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'
import { everyField } from '../../../support/selection.ts'
import type { Spans } from '../../../support/tracing.ts'

const SCOPE = 'appstream:read appstream:operate appstream:manage appstream:stream appstream:people'
const METRICS_TOKEN = 'a-token-of-the-metrics-of-this-test'

export interface Started extends AsyncDisposable {
  readonly gateway: TestGateway
  readonly headers: Readonly<Record<string, string>>
  /** Returns all that operators can read: log, metrics and spans. */
  readonly observed: () => Promise<string>
}

/** Adds resources from which to stream. */
export function putSources({ home }: TestGateway): void {
  home.putImageBuilder({ Name: 'bench', State: 'RUNNING' })
  home.appBlockBuilders.put({ Name: 'packer', State: 'RUNNING' })
  home.putFleet({ Name: 'desks', State: 'RUNNING' })
  home.putStack({ Name: 'day' })
  home.associate('day', 'desks')
}

/** Starts a gateway with resources from which to stream, for a caller with every scope. */
export async function startWatched(spans: Spans): Promise<Started> {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer())
  const lines: string[] = []
  const gateway = started.use(
    await startGateway({
      // The clock stands still: once an image is imported, its launch parameters are no secret.
      emulator: { behaviour: { visibleAfterMs: 0 }, clock: createTestClock() },
      env: { ...issuer.env, METRICS_TOKEN, MAX_STALENESS_MS: '0', DETAILS_STALENESS_MS: '0' },
      onLog: (line) => lines.push(line),
    }),
  )
  putSources(gateway)
  spans.take()
  const headers = await issuer.headers({ scope: SCOPE })
  const running = started.move()
  return {
    gateway,
    headers,
    async observed() {
      const metrics = await fetch(new URL('/metrics', gateway.url), {
        headers: { authorization: `Bearer ${METRICS_TOKEN}` },
      })
      const traced = spans
        .take()
        .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
      expect(lines.length).toBeGreaterThan(10)
      expect(traced.length).toBeGreaterThan(10)
      return [...lines, await metrics.text(), JSON.stringify(traced)].join('\n')
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Returns the text around each occurrence of a needle, or of the start of a longer one. */
export function revealed(text: string, needle: string): string[] {
  const pattern = new RegExp(`.{0,120}${needle.slice(0, 6)}.{0,40}`, 'gi')
  return [...decoded(text).matchAll(pattern)].map(([found]) => found)
}

/** Queries that select all that can be read again of the resources. */
export const everyQuery: readonly Operation[] = [
  `{ appStreamDirectoryConfigs { nodes ${everyField(sharedSchema(), 'AppStreamDirectoryConfig')} } }`,
  '{ images { nodes { id name description applications { name launchParameters } } edges { cursor } } }',
  '{ imageBuilders { nodes { id name } } appStreamSessions { nodes { id } } appStreamUsers { edges { cursor } } }',
].map((query) => ({ query }))
