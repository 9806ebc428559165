import { once } from 'node:events'
import WebSocket from 'ws'

const QUERY =
  'subscription { imageBuilderStateChanged(snapshot: true) { kind state imageBuilder { name image { name } } } }'

/** Runs one short-lived subscriber on its own connection, which ends in one of four ways. */
export function visit(url: string, number: number): Promise<void> {
  switch (number % 4) {
    case 0:
      return visitWebSocket(url, 'politely')
    case 1:
      return visitWebSocket(url, 'abruptly')
    case 2:
      return visitWebSocket(url, 'at once')
    default:
      return visitServerSentEvents(url)
  }
}

async function visitWebSocket(url: string, leave: 'politely' | 'abruptly' | 'at once'): Promise<void> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', {
    perMessageDeflate: false,
  })
  const closed = once(socket, 'close')
  socket.on('message', (data: Buffer) => {
    if (data.includes('"type":"connection_ack"')) {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }))
      if (leave === 'at once') socket.terminate()
    } else if (data.includes('"SYNCED"')) {
      if (leave === 'abruptly') return socket.terminate()
      socket.send('{"id":"1","type":"complete"}')
      socket.close()
    }
  })
  await once(socket, 'open')
  socket.send('{"type":"connection_init"}')
  await closed
}

async function visitServerSentEvents(url: string): Promise<void> {
  const leaving = new AbortController()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: QUERY }),
    signal: leaving.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (let text = ''; !text.includes('"SYNCED"'); ) text += (await reader?.read())?.value ?? ''
  leaving.abort()
}
