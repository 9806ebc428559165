import WebSocket from 'ws'

/** Lightweight subscribers of one operation over several sockets; they only count events. */
export interface Subscribers extends AsyncDisposable {
  /** Resets the event counts. */
  reset(): void
  /**
   * Resolves once that many events have arrived since the last reset, with the times of the first and last.
   */
  received(count: number): Promise<{ readonly firstAt: number; readonly lastAt: number }>
}

/** Opens subscribers; all times are epoch milliseconds. */
export async function openSubscribers(
  url: string,
  count: number,
  sockets: number,
  query: string,
): Promise<Subscribers> {
  let events = 0
  let firstAt = 0
  let wanted = Number.POSITIVE_INFINITY
  let arrive = (_lastAt: number) => {}

  function note(): void {
    events++
    if (events === 1) firstAt = Date.now()
    if (events >= wanted) arrive(Date.now())
  }

  const open = await Promise.all(
    Array.from({ length: Math.min(sockets, count) }, (_, index) => connect(index)),
  )

  async function connect(index: number): Promise<WebSocket> {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', {
      perMessageDeflate: false,
    })
    const acknowledged = Promise.withResolvers<void>()
    socket.on('error', acknowledged.reject)
    socket.on('open', () => socket.send('{"type":"connection_init"}'))
    socket.on('message', (data: Buffer) => {
      if (data.includes('"type":"next"')) note()
      else if (data.includes('"type":"connection_ack"')) acknowledged.resolve()
      else if (data.includes('"type":"ping"')) socket.send('{"type":"pong"}')
    })
    await acknowledged.promise
    const size = Math.min(sockets, count)
    const own = Math.floor(count / size) + (index < count % size ? 1 : 0)
    for (let id = 0; id < own; id++) {
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } }))
    }
    return socket
  }

  return {
    reset() {
      events = 0
      firstAt = 0
    },
    received(total) {
      wanted = total
      return new Promise((resolve) => {
        arrive = (lastAt) => {
          wanted = Number.POSITIVE_INFINITY
          resolve({ firstAt, lastAt })
        }
        if (events >= total) arrive(Date.now())
      })
    },
    async [Symbol.asyncDispose]() {
      const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of open) socket.close()
      await Promise.all(closed)
    },
  }
}
