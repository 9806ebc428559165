import { type IncomingHttpHeaders, request as send } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import { FIRST_EXAMPLES, readTopics } from '../../../../src/server/graphiql/examples.ts'
import { bodyOf, startServer } from '../support.ts'

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

test('serves GraphiQL gzipped, cacheable and with revalidation', async () => {
  await using server = await startServer()
  const page = await get(server.url, { ...browser, 'accept-encoding': 'gzip, br' })
  const { headers } = page

  expect([page.status, headers['content-type'], headers['content-encoding']]).toEqual([
    200,
    'text/html; charset=utf-8',
    'gzip',
  ])
  expect(headers['vary']).toBe('accept, accept-encoding')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.body.length).toBeLessThan(3_000_000)
  expect(gunzipSync(page.body).toString()).toContain('FromBuilderToImageAndBack')

  const again = await get(server.url, {
    ...browser,
    'accept-encoding': 'gzip',
    'if-none-match': headers.etag ?? '',
  })
  expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, headers.etag])
})

test('serves plain text under another ETag without gzip', async () => {
  await using server = await startServer()
  const plain = await get(server.url, { ...browser, 'accept-encoding': 'gzip;q=0' })
  const zipped = await get(server.url, { ...browser, 'accept-encoding': 'gzip' })

  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.body.equals(gunzipSync(zipped.body))).toBe(true)
  expect(plain.headers.etag).not.toBe(zipped.headers.etag)
})

test('loads nothing from other hosts', async () => {
  await using server = await startServer()
  const html = (await get(server.url, browser)).body.toString()
  const [head = ''] = html.split('<style>')

  expect(head).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">')
  expect(head).not.toMatch(/(src|href)="(https?:)?\/\//)
  expect(html).not.toMatch(/<script[^>]+src=/)
})

test('reports disabled GraphiQL to browsers and still runs GET queries', async () => {
  await using server = await startServer({ graphiql: false })
  const page = await fetch(server.url, { headers: browser })
  const answer = await fetch(`${server.url}?query={hello}`, { headers: browser })

  expect(page.status).toBe(404)
  expect((await bodyOf(page)).errors?.[0]?.message).toContain('GraphiQL is disabled')
  expect(await answer.json()).toEqual({ data: { hello: 'hello world' } })
})

test('describes each example, and names no two alike', async () => {
  const examples = (await readTopics()).flatMap((topic) => topic.examples)

  expect(examples.length).toBeGreaterThan(3)
  for (const { name, description, query } of examples) {
    expect(description, name).toMatch(/^[A-Z].+\.$/)
    const operations = parse(query).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    expect(operations, name).toHaveLength(1)
  }
  // GraphiQL finds the tab of an example by its name.
  expect(new Set(examples.map(({ name }) => name)).size).toBe(examples.length)
  expect(new Set(examples.map(({ title }) => title)).size).toBe(examples.length)
})

test('groups the examples by topic and marks what each one does', async () => {
  const topics = await readTopics()

  expect(topics.map(({ title }) => title)).toEqual([
    'Image builders',
    'Images',
    'Fleets and stacks',
    'People and sessions',
    'Applications',
    'Accounts',
  ])
  expect(topics[0]?.examples.slice(0, 3).map(({ title, kind }) => [title, kind])).toEqual([
    ['From builder to image and back', 'query'],
    ['Watch image builders', 'subscription'],
    ['Create an image builder', 'mutation'],
  ])
  const names = topics.flatMap(({ examples }) => examples.map(({ name }) => name))
  expect(names).toEqual(expect.arrayContaining([...FIRST_EXAMPLES]))
})

test('names the identity provider, and nothing else of its configuration', async () => {
  const tokens = {
    issuer: 'https://id.example.com/</script>',
    audience: 'https://appstream.example.com',
    jwksUrl: 'https://keys.example.com/jwks.json',
    targetsClaim: 'secret_claim',
  }
  await using server = await startServer({ auth: { tokens } })
  const html = (await get(server.url, browser)).body.toString()

  expect(html).toContain('"issuer":"https://id.example.com/\\u003c/script>"')
  expect(html).toContain(tokens.audience)
  expect(html).not.toContain('keys.example.com')
  expect(html).not.toContain('secret_claim')
})

/** Sends a GET like fetch, without decoding the content. */
function get(url: string, headers: Record<string, string>) {
  return new Promise<{ status?: number | undefined; headers: IncomingHttpHeaders; body: Buffer }>(
    (resolve, reject) => {
      send(url, { headers }, (response) => {
        const { statusCode: status, headers } = response
        buffer(response).then((body) => resolve({ status, headers, body }), reject)
      })
        .on('error', reject)
        .end()
    },
  )
}
