import WebSocket from 'ws'

/** Subscriber whose connection is cut now and then. */
export interface Follower extends Disposable {
  readonly counts: { readonly cuts: number; readonly events: number }
  /** Connects unless connected. */
  connect(): void
  /** Closes its socket, dropping messages in transit. */
  cut(): void
  /** Closes its socket after that many more events and reconnects at once. */
  cutAfter(events: number): void
  /** Throws the first error of the connection or of `onEvent`, if there was one. */
  check(): void
}

/**
 * Creates a follower; it connects at the first `connect()`.
 * @param queryOf returns the subscription to send, whose field has the alias `event`.
 */
export function createFollower<Event>(
  url: string,
  queryOf: () => string,
  onEvent: (event: Event) => void,
): Follower {
  const counts = { cuts: 0, events: 0 }
  let socket: WebSocket | undefined
  let untilCut = Number.POSITIVE_INFINITY
  let failure: { readonly error: unknown } | undefined

  function receive(text: string): void {
    const { type, payload } = JSON.parse(text)
    if (type === 'connection_ack') {
      socket?.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: queryOf() } }))
    } else if (type === 'next') {
      if (payload.errors !== undefined) throw new Error(JSON.stringify(payload.errors))
      onEvent(payload.data.event)
      counts.events++
      if (--untilCut > 0) return
      cut()
      connect()
    } else if (type !== 'ping') throw new Error(`Unexpected message: ${text}`)
  }

  function connect(): void {
    if (socket !== undefined) return
    const own = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
    socket = own
    own.on('open', () => own.send('{"type":"connection_init"}'))
    own.on('message', (data) => {
      // Messages in transit at the cut are lost.
      if (socket !== own) return
      try {
        receive(String(data))
      } catch (error) {
        failure ??= { error }
      }
    })
    own.on('error', () => {})
  }

  function cut(): void {
    if (socket === undefined) return
    counts.cuts++
    untilCut = Number.POSITIVE_INFINITY
    socket.terminate()
    socket = undefined
  }

  return {
    counts,
    connect,
    cut,
    cutAfter(events) {
      untilCut = events
    },
    check() {
      if (failure !== undefined) throw failure.error
    },
    [Symbol.dispose]: cut,
  }
}
