import { Agent, type ClientRequest, request } from 'node:http'

/** GraphQL request over HTTP that can be sent repeatedly. */
export interface Post {
  readonly url: URL
  readonly agent: Agent
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const timeoutMs = 30_000

/** Creates a request that can be sent repeatedly. */
export function createPost(
  url: string,
  agent: Agent,
  query: string,
  headers: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, unknown>> = {},
): Post {
  const body = JSON.stringify({ query, variables })
  const lengths = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
  return { url: new URL(url), agent, body, headers: { accept: 'application/json', ...lengths, ...headers } }
}

/** Sends the request and resolves with the response text. Rejects on any status other than 200. */
export function send({ url, agent, body, headers }: Post): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const sent: ClientRequest = request(
    url,
    { method: 'POST', agent, headers, timeout: timeoutMs },
    (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${url} answered ${response.statusCode}: ${text}`))
      })
    },
  )
  sent.on('timeout', () => sent.destroy(new Error(`${url} did not answer within ${timeoutMs} ms.`)))
  sent.on('error', reject)
  sent.end(body)
  return promise
}

/** Sends one query on a connection of its own and resolves with the response text. */
export async function ask(
  url: string,
  query: string,
  headers: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const agent = new Agent()
  try {
    return await send(createPost(url, agent, query, headers, variables))
  } finally {
    agent.destroy()
  }
}
