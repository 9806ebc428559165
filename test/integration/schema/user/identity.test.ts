import { expect, test } from 'vitest'
import { createTestClock } from '../../../support/gateway.ts'
import { address, fill, startPool } from './support.ts'

interface Page {
  appStreamUsers: {
    edges: { cursor: string; node: { id: string; userName: string } }[]
    pageInfo: { hasNextPage: boolean; startCursor: string; endCursor: string }
  }
}

/** Returns all texts of a value, each also as decoded from base64. */
function textsOf(value: unknown): string[] {
  return JSON.stringify(value)
    .split('"')
    .flatMap((text) => [text, Buffer.from(text, 'base64').toString()])
}

test.each(['USER_NAME', 'CREATED_TIME'])(
  'keeps names out of ids and cursors of the order %s',
  async (field) => {
    await using gateway = await startPool()
    fill(gateway, 5, 1)
    const query = `query ($after: String) {
    appStreamUsers(first: 2, after: $after, orderBy: { field: ${field}, direction: DESC }) {
      edges { cursor node { id } } pageInfo { hasNextPage startCursor endCursor }
    }
  }`
    const seen = new Set<string>()
    let after: string | undefined
    do {
      const page: Page = await gateway.read(query, { variables: { after } })
      expect(textsOf(page).filter((text) => text.includes('user-0'))).toEqual([])
      for (const { node } of page.appStreamUsers.edges) seen.add(node.id)
      after = page.appStreamUsers.pageInfo.hasNextPage ? page.appStreamUsers.pageInfo.endCursor : undefined
    } while (after !== undefined)
    expect(seen.size).toBe(5)
  },
)

test('continues at the cursor of a deleted user in both directions', async () => {
  const clock = createTestClock()
  await using gateway = await startPool({ clock, env: { MAX_STALENESS_MS: '0' } })
  fill(gateway, 6, 1)
  const select = 'edges { node { userName } } pageInfo { hasNextPage startCursor endCursor }'
  const first: Page = await gateway.read(`{ appStreamUsers(first: 3) { ${select} } }`)
  gateway.home.users.remove(address(2), 0)
  clock.advance(1_000)
  const { startCursor, endCursor } = first.appStreamUsers.pageInfo
  const next: Page = await gateway.read(`{ appStreamUsers(first: 2, after: "${endCursor}") { ${select} } }`)
  expect(next.appStreamUsers.edges.map(({ node }) => node.userName)).toEqual([address(3), address(4)])
  const before: Page = await gateway.read(`{ appStreamUsers(last: 2, before: "${endCursor}") { ${select} } }`)
  expect(before.appStreamUsers.edges.map(({ node }) => node.userName)).toEqual([address(0), address(1)])
  const none: Page = await gateway.read(`{ appStreamUsers(last: 2, before: "${startCursor}") { ${select} } }`)
  expect(none.appStreamUsers.edges).toEqual([])
})

test('resolves a user as node and entity with one listing', async () => {
  await using gateway = await startPool()
  fill(gateway, 3, 1)
  const { appStreamUser } = await gateway.read<{ appStreamUser: { id: string } }, never>(
    `{ appStreamUser(userName: "${address(1)}") { id } }`,
  )
  const answer = await gateway.read(`{
    node(id: "${appStreamUser.id}") { ... on AppStreamUser { userName } }
    _entities(representations: [{ __typename: "AppStreamUser", id: "${appStreamUser.id}" }]) {
      ... on AppStreamUser { userName }
    }
  }`)
  const user = { userName: address(1) }
  expect(answer).toEqual({ node: user, _entities: [user] })
  expect(gateway.emulator.calls.count('DescribeUsers')).toBe(1)
})

test('distinguishes users by case, and finds none for an unknown name', async () => {
  await using gateway = await startPool()
  gateway.home.users.put({ UserName: 'Ann@example.com' })
  const answer = await gateway.read(`{
    upper: appStreamUser(userName: "Ann@example.com") { userName }
    lower: appStreamUser(userName: "ann@example.com") { userName }
  }`)
  expect(answer).toEqual({ upper: { userName: 'Ann@example.com' }, lower: null })
})
