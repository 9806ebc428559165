import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

/** Subscription over WebSocket with one-by-one consumption of events. */
export interface Subscription<Event> extends AsyncDisposable {
  /** Waits for the next event. Fails with received errors, or if the stream has ended. */
  next(): Promise<Event>
  /** Returns the next `count` events. */
  take(count: number): Promise<Event[]>
  /** Resolves when the stream has ended. */
  readonly ended: Promise<void>
}

/** Event of either kind, as the tests select it. */
export interface WatchEvent {
  readonly kind: string
  readonly cursor: string
  readonly state: string | null
  readonly previousState: string | null
  readonly item: { readonly name: string; readonly arn: string } | null
  readonly failures: readonly { readonly code: string }[]
}

const SELECTION = 'kind cursor state previousState failures { code }'

/** Subscribes to changes of image builders; `args` in GraphQL syntax, with parentheses. */
export function watchImageBuilders(url: string, args = ''): Subscription<WatchEvent> {
  return subscribe(
    url,
    `subscription { event: imageBuilderStateChanged${args} { ${SELECTION} item: imageBuilder { name arn } } }`,
  )
}

/** Subscribes to changes of images; `args` in GraphQL syntax, with parentheses. */
export function watchImages(url: string, args = ''): Subscription<WatchEvent> {
  return subscribe(
    url,
    `subscription { event: imageStateChanged${args} { ${SELECTION} item: image { name arn } } }`,
  )
}

/** Subscribes over a separate WebSocket; the operation's field has the alias `event`. */
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
