import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

/** A subscription over WebSocket, whose events are taken one at a time. */
export interface Subscription<Event> extends AsyncDisposable {
  /** The next event; waits for it. Fails with the errors that came instead, or when the stream has ended. */
  next(): Promise<Event>
  /** The next events, as many. */
  take(count: number): Promise<Event[]>
  /** Whether the stream has ended, once it has. */
  readonly ended: Promise<void>
}

/** An event of either kind, as the tests select it. */
export interface WatchEvent {
  readonly kind: string
  readonly cursor: string
  readonly state: string | null
  readonly previousState: string | null
  readonly item: { readonly name: string; readonly arn: string } | null
  readonly failures: readonly { readonly code: string }[]
}

const SELECTION = 'kind cursor state previousState failures { code }'

/** Subscribes to the changes of image builders; `args` as they stand in GraphQL, with their parentheses. */
export function watchImageBuilders(url: string, args = ''): Subscription<WatchEvent> {
  return subscribe(
    url,
    `subscription { event: imageBuilderStateChanged${args} { ${SELECTION} item: imageBuilder { name arn } } }`,
  )
}

/** Subscribes to the changes of images; `args` as they stand in GraphQL, with their parentheses. */
export function watchImages(url: string, args = ''): Subscription<WatchEvent> {
  return subscribe(
    url,
    `subscription { event: imageStateChanged${args} { ${SELECTION} item: image { name arn } } }`,
  )
}

/** Subscribes over a WebSocket of its own; the operation's field is called `event`. */
export function subscribe<Event>(url: string, query: string): Subscription<Event> {
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: true,
  })
  const events = client.iterate<{ event: Event }>({ query })
  const ended = Promise.withResolvers<void>()
  async function next(): Promise<Event> {
    const { done, value } = await events.next()
    if (done) {
      ended.resolve()
      throw new Error('The subscription has ended.')
    }
    if (value.errors !== undefined || value.data == null) throw new Error(JSON.stringify(value.errors))
    return value.data.event
  }
  return {
    next,
    ended: ended.promise,
    async take(count) {
      const taken: Event[] = []
      while (taken.length < count) taken.push(await next())
      return taken
    },
    async [Symbol.asyncDispose]() {
      await events.return?.()
      await client.dispose()
    },
  }
}
