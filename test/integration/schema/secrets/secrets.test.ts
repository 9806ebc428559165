import { once } from 'node:events'
import { createClient } from 'graphql-ws'
import { afterAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { decoded, sendOverBoth } from '../../../support/clients/both-transports.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'
import { MALFORMED } from './malformed.ts'
import { everyMutation, IMPORT, PERSON, REPEATED, SECRET } from './mutations.ts'
import { everyQuery, revealed, startWatched } from './support.ts'

const spans = setUpTracing()
afterAll(tearDownTracing)

interface Event {
  readonly imageStateChanged: { readonly kind: string; readonly image: { readonly name: string } | null }
}

test('a secret appears only in the field of a streaming URL', async () => {
  await using started = await startWatched(spans)
  const { gateway, headers, observed } = started
  const client = createClient({
    url: gateway.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: headers,
  })
  const events = client.iterate<Event>({
    query:
      'subscription { imageStateChanged(names: ["imported"], snapshot: true) { kind image { name description applications { name launchParameters } } } }',
  })
  const followed: unknown[] = []
  const subscribed = Promise.withResolvers<void>()
  const imported = (async () => {
    for await (const event of events) {
      followed.push(event)
      if (event.data?.imageStateChanged.kind === 'SYNCED') subscribed.resolve()
      if (event.data?.imageStateChanged.image?.name === IMPORT.name) return
    }
  })()
  await Promise.race([subscribed.promise, imported])
  const answers = [await sendOverBoth(gateway, headers, [...everyMutation, ...everyQuery])]
  await imported
  await client.dispose()

  const [, ...urls] = answers.join().split('"streamingUrl":"')
  const parameters = urls.map((rest) => /parameters=([^"]+)/.exec(rest)?.[1] ?? '')
  expect(parameters).toHaveLength(6)
  const answered = answers.join().replace(/"streamingUrl":"[^"]+"/g, '')
  const outputs = [answered, JSON.stringify(followed), await observed()]
  for (const output of outputs) {
    expect(revealed(output, SECRET)).toEqual([])
    for (const text of parameters) expect(decoded(output)).not.toContain(text)
  }
  expect(revealed(outputs.at(-1) ?? '', PERSON)).toEqual([])
})

test.for(['OperationNotPermitted', 'ResourceNotFound', 'SomethingNew', 'Validation', 'Throttling'])(
  'withholds the text of %sException if it repeats a secret',
  async (name) => {
    await using started = await startWatched(spans)
    const { gateway, headers, observed } = started
    const answers: string[] = []
    for (const repeated of REPEATED) {
      for (const { operation, message } of repeated) {
        gateway.emulator.faults.add({ operation, error: { type: `${name}Exception`, message } })
      }
      answers.push(await sendOverBoth(gateway, headers, everyMutation))
      gateway.emulator.faults.clear()
    }
    expect(revealed(answers.join(), SECRET)).toEqual([])
    const seen = await observed()
    expect(revealed(seen, SECRET)).toEqual([])
    expect(revealed(seen, PERSON)).toEqual([])
  },
)

/** Some tests send hundreds of operations, one after another. */
const LONG = { timeout: 180_000 }

test('withholds an unreadable response that repeats a secret', LONG, async () => {
  await using started = await startWatched(spans)
  const { gateway, headers, observed } = started
  const answers: string[] = []
  for (const status of [200, 400, 500]) {
    for (const body of [SECRET, `{"a": ${SECRET}}`, `{"message":"${SECRET}`, `<p>${SECRET}</p>`]) {
      for (const contentType of ['text/html', 'application/x-amz-json-1.1']) {
        const { remove } = gateway.emulator.faults.add({ raw: { status, body, contentType } })
        answers.push(await sendOverBoth(gateway, headers, [...everyMutation, ...everyQuery]))
        remove()
      }
    }
  }
  expect(revealed(answers.join(), SECRET)).toEqual([])
  expect(revealed(await observed(), SECRET)).toEqual([])
})

test('no mutation with an unknown outcome reveals a secret', async () => {
  await using started = await startWatched(spans)
  const { gateway, headers, observed } = started
  const answers: string[] = []
  for (const reset of ['before', 'after'] as const) {
    gateway.emulator.faults.add({ reset })
    answers.push(await sendOverBoth(gateway, headers, everyMutation))
    gateway.emulator.faults.clear()
  }
  expect(revealed(answers.join(), SECRET)).toEqual([])
  const seen = await observed()
  expect(revealed(seen, SECRET)).toEqual([])
  expect(revealed(seen, PERSON)).toEqual([])
})

test('no message about a malformed request repeats a secret', async () => {
  await using started = await startWatched(spans)
  const { gateway, headers, observed } = started
  const answers = [await sendOverBoth(gateway, headers, MALFORMED)]
  expect(answers.join()).not.toContain('"createAppStreamDirectoryConfig":{"__typename":"Create')
  const json = { ...headers, 'content-type': 'application/json' }
  const document = MALFORMED[0]?.query ?? ''
  const unsound = [
    `{"query": "mutation", "variables": {"input": ${SECRET}}}`,
    `{"query": "mutation", "variables": {"input": "${SECRET}}`,
    JSON.stringify([{ query: document }]),
    JSON.stringify({ query: document, variables: SECRET }),
    JSON.stringify({ query: document, operationName: { SECRET } }),
    JSON.stringify({ query: document, extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }),
    JSON.stringify({ query: document, documentId: 'x' }),
    JSON.stringify({ query: document, variables: { input: SECRET.repeat(100_000) } }),
  ]
  for (const body of unsound) {
    const response = await fetch(gateway.url, { method: 'POST', headers: json, body })
    answers.push(await response.text())
  }
  const url = new URL(gateway.url)
  url.searchParams.set('query', document)
  answers.push(await (await fetch(url, { headers })).text())
  for (const message of [`{"type":"subscribe","payload":"${SECRET}"}`, `${SECRET}{`]) {
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws')
    await once(socket, 'open')
    socket.send(message)
    const [code, reason] = await once(socket, 'close')
    answers.push(`${code} ${reason}`)
  }
  expect(revealed(answers.join('\n'), SECRET)).toEqual([])
  expect(revealed(await observed(), SECRET)).toEqual([])
})
