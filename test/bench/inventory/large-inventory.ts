import { Agent } from 'node:http'
import { z } from 'zod'
import { emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { createPost, send } from '../load/post.ts'
import { memoryOf, startMeasuredGateway } from '../servers/measured-gateway.ts'
import { formatNumber, formatTable } from '../table.ts'

/** Cost of one warm request over a large inventory. */
export interface LargeInventory {
  /** Number of lists of 100 images in the request; each image selects the count of its derived images. */
  readonly lists: number
  /** Milliseconds until the answer: first request on unchanged snapshots, and median of later ones. */
  readonly firstMs: number
  readonly laterMs: number
  /** Resident memory of the gateway afterwards, in bytes. */
  readonly rssBytes: number
}

const ACCOUNTS = ['123456789012', '210987654321'] as const
/** Images of one account, all shared with the other, each created from one of 100. */
const IMAGES = 2_000
const LISTS = [1, 20]
const LATER_REQUESTS = 11

const connection = z.object({
  nodes: z.array(z.object({ derivedImages: z.object({ totalCount: z.int() }) })),
})
const answer = z.object({ data: z.record(z.string(), connection) })

/** Measures relations of many parents over a large inventory, with a separate gateway per number of lists. */
export async function measureLargeInventory(): Promise<LargeInventory[]> {
  await using emulator = await startEmulator({ seed: emptySeed })
  const [owner, other] = ACCOUNTS
  const home = emulator.region('us-east-1', owner)
  for (let index = 0; index < IMAGES; index++) {
    home.putImage({ Name: `image-${index}`, BaseImageArn: arnOf(`image-${index % 100}`) })
    home.shareImage(`image-${index}`, other, { allowFleet: true })
  }
  const rows: LargeInventory[] = []
  for (const lists of LISTS) rows.push(await measureLists(emulator.url, lists))
  return rows
}

async function measureLists(endpoint: string, lists: number): Promise<LargeInventory> {
  const roles = ACCOUNTS.map((account) => `arn:aws:iam::${account}:role/reader`).join(',')
  // Long enough to avoid listings between requests: another scenario measures the cost of AWS.
  await using gateway = await startMeasuredGateway(endpoint, {
    AWS_ROLE_ARNS: roles,
    MAX_STALENESS_MS: '600000',
  })
  using cleanup = new DisposableStack()
  const agent = cleanup.adopt(new Agent({ keepAlive: true }), (open) => open.destroy())
  await send(createPost(gateway.url, agent, '{ images(first: 1) { totalCount } }', {}))
  const list = 'images(first: 100) { nodes { derivedImages(first: 1) { totalCount } } }'
  const query = `{ ${Array.from({ length: lists }, (_, index) => `a${index}: ${list}`).join(' ')} }`
  const post = createPost(gateway.url, agent, query, {})
  const times: number[] = []
  for (let request = 0; request <= LATER_REQUESTS; request++) {
    const startedAt = performance.now()
    const text = await send(post)
    times.push(performance.now() - startedAt)
    check(text, lists)
  }
  const [firstMs = 0, ...laterMs] = times
  const { rss: rssBytes } = await memoryOf(gateway)
  return {
    lists,
    firstMs,
    laterMs: laterMs.sort((one, two) => one - two)[LATER_REQUESTS >> 1] ?? 0,
    rssBytes,
  }
}

/** Rejects wrong answers, whose timing would be meaningless. */
function check(text: string, lists: number): void {
  const connections = Object.values(answer.parse(JSON.parse(text)).data)
  const counts = connections.flatMap(({ nodes }) =>
    nodes.map(({ derivedImages }) => derivedImages.totalCount),
  )
  const isRight = counts.every((count) => count === 0 || count === IMAGES / 100)
  if (counts.length !== 100 * lists || !isRight) throw new Error(`A wrong answer: ${text.slice(0, 500)}`)
}

function arnOf(name: string): string {
  return `arn:aws:appstream:us-east-1:${ACCOUNTS[0]}:image/${name}`
}

/** Renders the figures as Markdown. */
export function renderLargeInventory(rows: readonly LargeInventory[]): string {
  const table = formatTable(
    ['Lists of 100 images', 'Relations', 'First ms', 'Later ms', 'RSS MB'],
    rows.map(({ lists, firstMs, laterMs, rssBytes }) =>
      [lists, 100 * lists, firstMs, laterMs, rssBytes / 2 ** 20].map(formatNumber),
    ),
  )
  return `${IMAGES} images shared between two accounts, lists with derived images:\n\n${table}`
}
