import { expect, test } from 'vitest'
import { REGION, startGateway } from '../../../support/gateway.ts'

/** Starts a gateway with images created from one another's base images. */
async function startWithImages(count: number, env: Readonly<Record<string, string>> = {}) {
  const gateway = await startGateway({ env })
  const arnOf = (index: number) => `arn:aws:appstream:${REGION}:123456789012:image/im${index}`
  for (let index = 0; index < count; index++) {
    gateway.home.putImage({ Name: `im${index}`, BaseImageArn: arnOf(index % 10) })
  }
  return gateway
}

const FRAGMENT =
  'fragment List on ImageConnection { nodes { name baseImage { name baseImage { name } } target { region } } }'

/** Returns a query of so many lists of 100 images. */
const queryOf = (lists: number) =>
  `{ ${Array.from({ length: lists }, (_, index) => `a${index}: images(first: 100) { ...List }`).join(' ')} } ${FRAGMENT}`

const LARGE = queryOf(20)
const SMALL = `{ images(first: 100) { ...List } } ${FRAGMENT}`

/** Settings that admit a query of 1,200 lists. */
const UNLIMITED = {
  MAX_TOKENS: '20000',
  MAX_ALIASES: '0',
  MAX_ROOT_FIELDS: '0',
  MAX_FIELD_COMPARISONS: '0',
  MAX_COST: '0',
  MAX_RUNNING_COST: '0',
  CALLER_MAX_RUNNING_COST: '0',
  MAX_RESPONSE_BYTES: '0',
}

test('a large execution returns the same answer as a small one', async () => {
  await using gateway = await startWithImages(100)
  const small = await gateway.read<{ images: unknown }, never>(SMALL)
  const large = await gateway.read<Record<string, unknown>, never>(LARGE)
  expect(Object.values(large)).toEqual(Array.from({ length: 20 }, () => small.images))
})

test('makes no additional upstream calls for a large execution', async () => {
  await using small = await startWithImages(100)
  await small.read(SMALL)
  await using large = await startWithImages(100)
  await large.read(LARGE)
  const operations = ({ emulator }: typeof large) =>
    emulator.calls.all.map(({ operation }) => operation).sort()
  expect(operations(large)).toEqual(operations(small))
})

test('serves other requests while a large execution runs', async () => {
  await using gateway = await startWithImages(100, UNLIMITED)
  await gateway.read(SMALL)
  let isRunning = true
  // Runs for about a second, so for dozens of slices even on a fast machine. The headers arrive after the execution.
  const large = fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: queryOf(1200) }),
  }).finally(() => {
    isRunning = false
  })
  let served = 0
  while (isRunning) {
    await gateway.read('{ appStreamTargets { region } }')
    served++
  }
  const { data } = await (await large).json()
  expect(Object.keys(data)).toHaveLength(1200)
  // Even without slices, a few are served before and after the execution.
  expect(served).toBeGreaterThan(8)
})
