import type { RequestPlan } from './load.ts'

/** Later than the creation of every resource, so that a variable changes the request and not the answer. */
const FIRST_TIME_MS = Date.parse('2030-01-01T00:00:00.000Z')

/** Returns a function from the number of a request to its bytes, head and body. */
export function createRequests(url: URL, plan: RequestPlan): (number: number) => Buffer {
  const { query, varies, headers } = plan
  if (varies === 'nothing') {
    const requests = headers.map((own) => encode(url, own, { query }))
    return (number) => requests[number % requests.length] ?? Buffer.alloc(0)
  }
  return (number) => {
    const own = headers[number % headers.length] ?? {}
    const before = new Date(FIRST_TIME_MS + number * 1000).toISOString()
    const body =
      varies === 'document' ? { query: nameQuery(query, number) } : { query, variables: { before } }
    return encode(url, own, body)
  }
}

/** Returns a document that no server has seen before. */
function nameQuery(query: string, number: number): string {
  return query.startsWith('{') ? `query Q${number}${query}` : query.replace(/^query/, `query Q${number}`)
}

function encode({ host, pathname }: URL, headers: Readonly<Record<string, string>>, body: object): Buffer {
  const text = JSON.stringify(body)
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    'accept: application/json',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`)
}
