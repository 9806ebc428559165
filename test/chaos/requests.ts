import { type ChaosKind, formatVersion, type Shown } from './truth.ts'

/** Answer of a gateway to an operation with one field. */
export interface ChaosAnswer {
  readonly data?: { readonly answer: unknown } | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Longer than any pause of a replica or of the engine, with the time to recover from it. */
const DEADLINE_MS = 20_000

/** A gateway did not answer in time, although it did not end. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

/**
 * Sends an operation whose field has the alias `answer`. Rejects if the gateway ends.
 * @throws {Unanswered} if the gateway does not answer
 */
export async function ask(url: string, query: string, variables: object = {}): Promise<ChaosAnswer> {
  const body = JSON.stringify({ query, variables })
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    return (await response.json()) as ChaosAnswer
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error
    throw new Unanswered(`${url} did not answer within ${DEADLINE_MS} ms: ${body}`)
  }
}

const SHOWN = { fleet: 'name state createdTime displayName', builder: 'name state createdTime' } as const
const ONE = { fleet: 'appStreamFleet', builder: 'imageBuilder' } as const
const ALL = { fleet: 'appStreamFleets', builder: 'imageBuilders' } as const

type Named = Shown & { readonly name: string }

/** Returns the version of a resource that a gateway shows, null for none, undefined if the query failed. */
export async function readOne(
  url: string,
  kind: ChaosKind,
  name: string,
): Promise<string | null | undefined> {
  const { data, errors } = await ask(url, `{ answer: ${ONE[kind]}(name: "${name}") { ${SHOWN[kind]} } }`)
  if (errors !== undefined || data == null) return undefined
  return data.answer === null ? null : formatVersion(data.answer as Named)
}

/** Returns the versions of all resources that a gateway shows, undefined if the query failed. */
export async function readAll(url: string, kind: ChaosKind): Promise<Map<string, string> | undefined> {
  const shown = new Map<string, string>()
  let after: string | null = null
  do {
    const document = `query ($after: String) { answer: ${ALL[kind]}(first: 100, after: $after) {
      nodes { ${SHOWN[kind]} } pageInfo { hasNextPage endCursor }
    } }`
    const { data, errors } = await ask(url, document, { after })
    if (errors !== undefined || data == null) return undefined
    const page = data.answer as {
      readonly nodes: readonly Named[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
    for (const node of page.nodes) shown.set(node.name, formatVersion(node))
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  return shown
}

/** Result of a mutation: its type, and the resource in its payload or the code of its error. */
export interface MutationAnswer {
  readonly type: string
  readonly item: Named | undefined
  readonly code: string | undefined
}

/** Runs a mutation of a fleet or a builder. */
export async function mutate(
  url: string,
  kind: ChaosKind,
  mutation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<MutationAnswer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`
  const member = kind === 'fleet' ? 'fleet' : 'imageBuilder'
  const { data, errors } = await ask(
    url,
    `mutation ($input: ${type}Input!) { answer: ${mutation}(input: $input) {
      __typename
      ... on AppStreamError { code }
      ... on ${type}Payload { item: ${member} { ${SHOWN[kind]} } }
    } }`,
    { input },
  )
  if (errors !== undefined || data == null) {
    return {
      type: 'error',
      item: undefined,
      code: errors?.[0]?.extensions?.code ?? errors?.[0]?.message ?? 'error',
    }
  }
  const { __typename, item, code } = data.answer as {
    readonly __typename: string
    readonly item?: Named
    readonly code?: string
  }
  return { type: __typename, item, code }
}

/** Returns the status of the shared state from `/readyz`; undefined without shared state or answer. */
export async function sharedStatus(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(1_000) })
    const { shared } = (await response.json()) as { readonly shared?: string }
    return shared
  } catch {
    return undefined
  }
}
