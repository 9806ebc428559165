import { meros } from 'meros/browser'

/** Subscription over multipart HTTP. */
export interface MultipartSubscription {
  readonly response: Response
  /** Returns the JSON of the next part, including heartbeats; undefined after the last one. */
  next(): Promise<unknown>
  /** Disconnects. */
  hangUp(): void
}

export const MULTIPART = 'multipart/mixed;subscriptionSpec=1.0, application/json'

/** Subscribes with Apollo's multipart protocol. */
export async function subscribeMultipart(url: string, query: string): Promise<MultipartSubscription> {
  const hangUp = new AbortController()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: MULTIPART },
    body: JSON.stringify({ query }),
    signal: hangUp.signal,
  })
  const parts = await meros<unknown>(response)
  if (parts instanceof Response) throw new Error(`${response.status}: ${await response.text()}`)
  return {
    response,
    async next() {
      const { done, value } = await parts.next()
      if (done) return undefined
      if (!value.json) throw new Error(`Part is not JSON: ${value.body}`)
      return value.body
    },
    hangUp: () => hangUp.abort(),
  }
}
