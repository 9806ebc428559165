import { createClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { TestGateway } from '../gateway.ts'

/** Operation to send. */
export interface Operation {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

/** Sends operations over HTTP, then over WebSocket; returns all responses as a text. */
export async function sendOverBoth(
  { url, query: post }: Pick<TestGateway, 'url' | 'query'>,
  headers: Readonly<Record<string, string>>,
  operations: readonly Operation[],
): Promise<string> {
  const answers: unknown[] = []
  for (const { query, variables } of operations) {
    answers.push(await post(query, { headers, ...(variables && { variables }) }))
  }
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: headers,
    retryAttempts: 0,
  })
  for (const operation of operations) {
    try {
      for await (const result of client.iterate({ ...operation })) answers.push(result)
    } catch (errors) {
      // Operations that are invalid end with the message `error`.
      answers.push({ errors })
    }
  }
  await client.dispose()
  return JSON.stringify(answers)
}

/** Returns what a text reveals: itself, and what is readable once its parts are decoded from base64. */
export function decoded(text: string): string {
  const parts = text.match(/[\w+/=-]{8,}/g) ?? []
  return [text, ...parts.map((part) => Buffer.from(part, 'base64').toString())].join('\n')
}
