import { describe, expect, test } from 'vitest'
import type { Emulator, EmulatorOptions, RegionStore } from '../../../src/emulator/server.ts'
import { accountId, authorization, send, startEmptyEmulator } from './client.ts'
import { region } from './estate.ts'

interface Listing {
  readonly operation: string
  readonly output: string
  readonly filter: string
  readonly key: string
  readonly label: string
  put(home: RegionStore, name: string): void
}

/** Describe operations that the kit implements. */
const listings: readonly Listing[] = [
  {
    operation: 'DescribeFleets',
    output: 'Fleets',
    filter: 'Names',
    key: 'Name',
    label: 'fleet',
    put: (home, Name) => home.putFleet({ Name }),
  },
  {
    operation: 'DescribeStacks',
    output: 'Stacks',
    filter: 'Names',
    key: 'Name',
    label: 'stack',
    put: (home, Name) => home.putStack({ Name }),
  },
  {
    operation: 'DescribeDirectoryConfigs',
    output: 'DirectoryConfigs',
    filter: 'DirectoryNames',
    key: 'DirectoryName',
    label: 'directory config',
    put: (home, DirectoryName) => home.putDirectoryConfig({ DirectoryName }),
  },
  {
    operation: 'DescribeImageBuilders',
    output: 'ImageBuilders',
    filter: 'Names',
    key: 'Name',
    label: 'image builder',
    put: (home, Name) => home.putImageBuilder({ Name }),
  },
]

const hasMaxResults = new Set(['DescribeDirectoryConfigs', 'DescribeImageBuilders'])

async function start(
  { put }: Listing,
  names: readonly string[],
  behaviour: EmulatorOptions['behaviour'] = {},
): Promise<Emulator> {
  const emulator = await startEmptyEmulator({ behaviour })
  for (const name of names) put(emulator.region(region), name)
  return emulator
}

async function describeSome({ url }: Emulator, { operation, output, key }: Listing, input: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: authorization(), 'x-amz-target': `PhotonAdminProxyService.${operation}` },
    body: JSON.stringify(input),
  })
  const answer = await response.json()
  const names: unknown[] = answer[output].map((item: Readonly<Record<string, unknown>>) => item[key])
  return { names, NextToken: answer.NextToken }
}

describe.each(listings)('$operation', (listing) => {
  const { operation, filter, label } = listing

  test('returns nothing for an empty region', async () => {
    await using emulator = await start(listing, [])
    expect(await describeSome(emulator, listing, {})).toEqual({ names: [], NextToken: undefined })
  })

  test('reports a missing name as not found, alone or among others', async () => {
    await using emulator = await start(listing, ['a'])
    for (const names of [['gone'], ['a', 'gone']]) {
      const answer = await send(emulator, operation, JSON.stringify({ [filter]: names }))
      expect(answer).toMatchObject({
        status: 400,
        type: 'ResourceNotFoundException',
        message: `The ${label} gone for account ${accountId} does not exist.`,
      })
    }
  })

  test('omits missing names if configured', async () => {
    await using emulator = await start(listing, ['a', 'b'], { someNamesMissing: 'omit' })
    const input = { [filter]: ['b', 'gone', 'a', 'b'] }
    expect((await describeSome(emulator, listing, input)).names).toEqual(['a', 'b'])
  })

  test('rejects a token of another listing and a malformed one', async () => {
    await using emulator = await start(listing, ['a', 'b', 'c'], { pageSize: 2 })
    const page = hasMaxResults.has(operation) ? { MaxResults: 2 } : {}
    const { NextToken } = await describeSome(emulator, listing, page)
    expect(NextToken).toBeDefined()
    for (const input of [{ NextToken: 'none' }, { NextToken, [filter]: ['a'] }]) {
      const answer = await send(emulator, operation, JSON.stringify(input))
      expect(answer).toMatchObject({ status: 400, type: 'ValidationException' })
    }
  })

  test('pages through all resources while others come and go', async () => {
    await using emulator = await start(listing, ['a', 'c', 'e', 'g', 'i'], { pageSize: 2 })
    const size = hasMaxResults.has(operation) ? { MaxResults: 2 } : {}
    const first = await describeSome(emulator, listing, size)
    const home = emulator.region(region)
    for (const table of [home.fleets, home.stacks, home.directoryConfigs, home.imageBuilders])
      table.delete('c')
    listing.put(home, 'b')
    listing.put(home, 'f')
    const second = await describeSome(emulator, listing, { ...size, NextToken: first.NextToken })
    const third = await describeSome(emulator, listing, { ...size, NextToken: second.NextToken })
    expect([first.names, second.names, third.names]).toEqual([
      ['a', 'c'],
      ['e', 'f'],
      ['g', 'i'],
    ])
    expect(third.NextToken).toBeUndefined()
  })

  test('pages through the requested names', async () => {
    await using emulator = await start(listing, ['a', 'b', 'c'], { namedPageSize: 2 })
    const input = { [filter]: ['a', 'b', 'c'] }
    const { names, NextToken } = await describeSome(emulator, listing, input)
    const rest = await describeSome(emulator, listing, { ...input, NextToken })
    expect([names, rest.names, rest.NextToken]).toEqual([['a', 'b'], ['c'], undefined])
  })

  test('lists each account and region separately', async () => {
    await using emulator = await start(listing, ['mine'])
    listing.put(emulator.region(region, '210987654321'), 'theirs')
    listing.put(emulator.region('eu-west-1'), 'far')
    expect((await describeSome(emulator, listing, {})).names).toEqual(['mine'])
  })
})

test.each(listings.filter(({ operation }) => !hasMaxResults.has(operation)))(
  '$operation returns pages of 20',
  async (listing) => {
    const names = Array.from({ length: 21 }, (_, index) => `name-${index + 10}`)
    await using emulator = await start(listing, names)
    expect((await describeSome(emulator, listing, {})).names).toHaveLength(20)
  },
)

test.each(listings.filter(({ operation }) => hasMaxResults.has(operation)))(
  '$operation rejects a negative MaxResults',
  async ({ operation }) => {
    await using emulator = await startEmptyEmulator()
    const answer = await send(emulator, operation, JSON.stringify({ MaxResults: -1 }))
    expect(answer).toMatchObject({ status: 400, type: 'ValidationException' })
  },
)
