import { createClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { startWorkshop } from './support.ts'

const query = `mutation ($input: CreateImageBuilderStreamingUrlInput!) {
  createImageBuilderStreamingUrl(input: $input) {
    ... on CreateImageBuilderStreamingUrlPayload { streamingUrl }
  }
}`
const variables = { input: { name: 'desk' } }

function secretOf(text: string): string {
  const [url = ''] = /https:[^"]+/.exec(text) ?? []
  const secret = new URL(url).searchParams.get('parameters') ?? ''
  expect(secret.length).toBeGreaterThan(20)
  return secret
}

test('does not store or log a streaming URL sent as event stream', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  const response = await fetch(workshop.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
  })
  const secret = secretOf(await response.text())
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toContain('no-store')
  expect(lines.join('\n')).toContain('CreateImageBuilderStreamingURL')
  expect(lines.join('\n')).not.toContain(secret)
})

test('audits but does not log a streaming URL over a WebSocket', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  const client = createClient({ url: workshop.url.replace(/^http/, 'ws'), webSocketImpl: WebSocket })
  const results = client.iterate({ query, variables })
  const { value } = await results.next()
  await results.return?.()
  await client.dispose()
  const secret = secretOf(JSON.stringify(value))
  expect(lines.filter((line) => JSON.parse(line).msg === 'mutation')).toHaveLength(1)
  expect(lines.join('\n')).not.toContain(secret)
})
