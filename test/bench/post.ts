import { type Agent, type ClientRequest, request } from 'node:http'

/** A GraphQL request over HTTP, to be sent many times. */
export interface Post {
  readonly url: URL
  readonly agent: Agent
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const timeoutMs = 30_000

/** Makes a request that can be sent again and again. */
export function createPost(
  url: string,
  agent: Agent,
  query: string,
  headers: Readonly<Record<string, string>>,
): Post {
  const body = JSON.stringify({ query })
  const lengths = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
  return { url: new URL(url), agent, body, headers: { accept: 'application/json', ...lengths, ...headers } }
}

/** Sends it, and resolves with the text of its answer. Rejects when that has another status than 200. */
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
