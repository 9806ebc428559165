import { Agent } from 'node:http'
import { z } from 'zod'
import { emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { createPost, send } from '../load/post.ts'
import { startMeasuredGateway } from '../servers/measured-gateway.ts'
import { formatNumber, formatTable } from '../table.ts'

/** Time of one warm request for a relation of a page of parents. */
export interface EstateRelation {
  readonly relation: string
  readonly parents: number
  /** Milliseconds until the answer: first request on loaded snapshots, and median of later ones. */
  readonly firstMs: number
  readonly laterMs: number
}

const ACCOUNTS = ['123456789012', '210987654321'] as const
const FLEETS = 200
const IMAGES = 2_000
const PAGES = [10, 100]
const LATER_REQUESTS = 11

const relations = [
  ['Image.fleets', 'images', 'fleets(first: 5) { nodes { name } }'],
  ['AppStreamFleet.stacks', 'appStreamFleets', 'stacks(first: 5) { nodes { name } }'],
  ['AppStreamFleet.findings', 'appStreamFleets', 'findings { code }'],
] as const

const answer = z.object({
  data: z.object({ list: z.object({ nodes: z.array(z.object({ relation: z.unknown() })) }) }),
})

/** Measures relations of fleets in two accounts with 200 fleets, 200 stacks and 1,000 images each. */
export async function measureEstate(): Promise<EstateRelation[]> {
  await using emulator = await startEmulator({ seed: emptySeed })
  for (const account of ACCOUNTS) {
    const home = emulator.region('us-east-1', account)
    for (let index = 0; index < IMAGES / ACCOUNTS.length; index++) home.putImage({ Name: `image-${index}` })
    for (let index = 0; index < FLEETS; index++) {
      const name = `image-${index % 100}`
      const ImageArn = `arn:aws:appstream:us-east-1:${account}:image/${name}`
      home.putFleet({ Name: `fleet-${index}`, ImageName: name, ImageArn })
      home.putStack({ Name: `stack-${index}` })
      home.associate(`stack-${index}`, `fleet-${index}`)
    }
  }
  await using gateway = await startMeasuredGateway(emulator.url, {
    AWS_ROLE_ARNS: ACCOUNTS.map((account) => `arn:aws:iam::${account}:role/reader`).join(','),
    // Long enough to avoid calls between requests: another scenario measures the cost of AWS.
    MAX_STALENESS_MS: '600000',
    DETAILS_STALENESS_MS: '600000',
    MAX_UPSTREAM_CALLS: '1000',
    QUERY_TIMEOUT_MS: '120000',
  })
  using cleanup = new DisposableStack()
  const agent = cleanup.adopt(new Agent({ keepAlive: true }), (open) => open.destroy())

  async function time(query: string, parents: number): Promise<number> {
    const post = createPost(gateway.url, agent, query, {})
    const startedAt = performance.now()
    const text = await send(post)
    const elapsedMs = performance.now() - startedAt
    // The time of a wrong answer would be meaningless.
    const { nodes } = answer.parse(JSON.parse(text)).data.list
    if (nodes.length !== parents) throw new Error(`A wrong answer: ${text.slice(0, 500)}`)
    return elapsedMs
  }

  const rows: EstateRelation[] = []
  for (const [relation, list, selection] of relations) {
    const queryOf = (parents: number) =>
      `{ list: ${list}(first: ${parents}) { nodes { relation: ${selection} } } }`
    // Loads the snapshots.
    await time(queryOf(100), 100)
    for (const parents of PAGES) {
      const query = queryOf(parents)
      const firstMs = await time(query, parents)
      const later: number[] = []
      for (let request = 0; request < LATER_REQUESTS; request++) later.push(await time(query, parents))
      const laterMs = later.sort((one, two) => one - two)[LATER_REQUESTS >> 1] ?? 0
      rows.push({ relation, parents, firstMs, laterMs })
    }
  }
  return rows
}

/** Renders the figures as Markdown. */
export function renderEstate(rows: readonly EstateRelation[]): string {
  const table = formatTable(
    ['Relation', 'Parents', 'First ms', 'Later ms'],
    rows.map(({ relation, parents, firstMs, laterMs }) => [
      `\`${relation}\``,
      ...[parents, firstMs, laterMs].map(formatNumber),
    ]),
  )
  return `Two accounts with ${FLEETS} fleets each, warm:\n\n${table}`
}
