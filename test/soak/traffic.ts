import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from 'graphql-sse'

/** Outcome of one request. */
export interface Outcome {
  /** `read`, `mutation`, `mistake`, ... */
  readonly kind: string
  /** HTTP status, or the reason for its absence. */
  readonly status: string
  /** Error codes of the response. */
  readonly codes: readonly string[]
  readonly tookMs: number
}

/** Request to send: its kind and POST body. */
export interface Request {
  readonly kind: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Exceeds any legitimate duration; slower requests are stuck. */
const STUCK_AFTER_MS = 75_000
const NAMES = Array.from({ length: 6 }, (_, index) => `soak-${index}`)
const ERRORS = '... on AppStreamError { code }'

const READS = [
  '{ imageBuilders(first: 25) { nodes { name state image { name imageBuilder { name } baseImage { name } } } } }',
  '{ images(first: 20, orderBy: { field: CREATED_TIME, direction: DESC }) { totalCount nodes { name state } } }',
  '{ images(filter: { namePrefix: "office-" }) { nodes { name tags { key } sharedWith(first: 5) { totalCount } } } }',
  '{ imageBuilder(name: "office-suite") { state tags { key value } createdImages(first: 5) { nodes { name } } } }',
  '{ appStreamTargets { region reachable } }',
]

/** Picks the next request: mostly reads, a tenth mutations, some mistakes. */
export function pickRequest(random: () => number): Request {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const name = pick(NAMES)
  const dice = random()
  if (dice < 0.1) {
    const mutation = pick([
      `createImageBuilder(input: { name: "${name}", instanceType: "stream.standard.medium", imageName: "office-suite-v9" }) { ${ERRORS} }`,
      `startImageBuilder(input: { name: "${name}" }) { ${ERRORS} }`,
      `stopImageBuilder(input: { name: "${name}" }) { ${ERRORS} }`,
      `deleteImageBuilder(input: { name: "${name}" }) { ${ERRORS} }`,
      `createImageBuilderStreamingUrl(input: { name: "office-suite" }) { ${ERRORS} }`,
    ])
    return { kind: 'mutation', body: JSON.stringify({ query: `mutation { ${mutation} }` }) }
  }
  if (dice < 0.14) {
    const body = pick([
      '{',
      '{"query":"{ nothing }"}',
      '{"query":"{ images(first: 0) { totalCount } }"}',
      '[]',
    ])
    return { kind: 'mistake', body }
  }
  const body = JSON.stringify({ query: pick(READS) })
  return dice < 0.16
    ? { kind: 'no-cache read', body, headers: { 'cache-control': 'no-cache' } }
    : { kind: 'read', body }
}

/** Sends a request and returns its outcome. */
export async function send(url: string, { kind, body, headers }: Request): Promise<Outcome> {
  const sentAt = performance.now()
  const done = (status: string, codes: readonly string[] = []) => ({
    kind,
    status,
    codes,
    tookMs: performance.now() - sentAt,
  })
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(STUCK_AFTER_MS),
    })
    const answer = (await response.json()) as { errors?: readonly { extensions?: { code?: string } }[] }
    const codes = (answer.errors ?? []).map(({ extensions }) => extensions?.code ?? 'no code')
    return done(String(response.status), [...new Set(codes)])
  } catch (error) {
    return done(error instanceof Error ? error.name : 'Error')
  }
}

/** Runs subscribers that follow image builders for a while and leave, until aborted. */
export async function churnSubscribers(
  url: string,
  random: () => number,
  signal: AbortSignal,
  onEvent: () => void,
): Promise<void> {
  const query =
    'subscription { imageBuilderStateChanged(snapshot: true) { kind cursor imageBuilder { name } } }'
  while (!signal.aborted) {
    const client = createClient({ url, retryAttempts: 0 })
    const lifetime = AbortSignal.any([signal, AbortSignal.timeout(Math.round(200 + random() * 5000))])
    lifetime.addEventListener('abort', () => client.dispose(), { once: true })
    try {
      for await (const _event of client.iterate({ query })) onEvent()
    } catch {
      // Cut off by a fault or by this process: the next one starts shortly.
      await wait(100)
    }
  }
}
