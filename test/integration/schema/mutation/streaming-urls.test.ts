import { expect, test } from 'vitest'
import { startWorkshop, type Workshop } from './support.ts'

const MUTATION = `mutation {
  createImageBuilderStreamingUrl(input: { name: "desk", validity: 60 }) {
    __typename
    ... on CreateImageBuilderStreamingUrlPayload { streamingUrl expires }
  }
}`

async function post({ url }: Workshop): Promise<{ readonly response: Response; readonly text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: MUTATION }),
  })
  return { response, text: await response.text() }
}

test('returns a streaming URL with expiry and no-store, and never logs it', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  const { response, text } = await post(workshop)
  const { streamingUrl, expires } = JSON.parse(text).data.createImageBuilderStreamingUrl
  const secret = new URL(streamingUrl).searchParams.get('parameters') ?? ''
  expect(secret.length).toBeGreaterThan(20)
  expect(expires).toBe(new Date(workshop.clock.now() + 60_000).toISOString())
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.join('\n')).not.toContain(secret)
})

test.each([
  ['it is truncated', (url: string) => `{"StreamingURL":"${url}","Expi`],
  ['the response is not JSON', (url: string) => `${url} and no JSON`],
  ['it is not quoted', (url: string) => `{"StreamingURL":${url.slice(8)}}`],
  ['it is not a string', (url: string) => `{"StreamingURL":["${url}"]}`],
])('keeps a streaming URL secret if %s', async (_what, bodyOf) => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  workshop.emulator.faults.add({
    operation: 'CreateImageBuilderStreamingURL',
    raw: {
      status: 200,
      body: bodyOf('https://s3cr3t.example/s3cr3t'),
      contentType: 'application/x-amz-json-1.1',
    },
  })
  const { text } = await post(workshop)
  expect(JSON.parse(text)).toMatchObject({ errors: [{ path: ['createImageBuilderStreamingUrl'] }] })
  expect(text).not.toContain('s3cr')
  expect(lines.join('\n')).toContain('upstream call failed')
  expect(lines.join('\n')).not.toContain('s3cr')
})

test('returns null for an unreadable expiry without leaking the URL', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  const url = 'https://s3cr3t.example/s3cr3t'
  workshop.emulator.faults.add({
    operation: 'CreateImageBuilderStreamingURL',
    raw: {
      status: 200,
      body: `{"StreamingURL":"${url}","Expires":"${url}"}`,
      contentType: 'application/x-amz-json-1.1',
    },
  })
  const { data, errors } = JSON.parse((await post(workshop)).text)
  expect(data.createImageBuilderStreamingUrl).toMatchObject({ streamingUrl: url, expires: null })
  expect(errors).toMatchObject([{ path: ['createImageBuilderStreamingUrl', 'expires'] }])
  expect(JSON.stringify(errors)).not.toContain('s3cr')
  expect(lines.join('\n')).not.toContain('s3cr')
})

test('returns two URLs for two requests', async () => {
  await using workshop = await startWorkshop()
  const answers = [await post(workshop), await post(workshop)]
  expect(new Set(answers.map(({ text }) => text)).size).toBe(2)
})
