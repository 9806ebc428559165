import { once } from 'node:events'
import WebSocket from 'ws'
import { createTestTime, startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'

/** Starts an issuer and a gateway that trusts it, with a clock of the test. */
export async function start(env: Readonly<Record<string, string>> = {}) {
  await using started = new AsyncDisposableStack()
  const time = createTestTime()
  const issuer = started.use(await startIssuer(time.clock.now))
  const gateway = started.use(await startGateway({ env: { ...issuer.env, ...env }, ...time }))
  gateway.home.putImageBuilder({ Name: 'builder' })
  const running = started.move()
  return { time, issuer, gateway, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Opens a WebSocket and initialises it; resolves with the acknowledgement or the close code. */
export async function connect(
  url: string,
  payload?: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'connection_init', payload }))
  const acknowledged = once(socket, 'message').then(([message]) => JSON.parse(String(message)).type)
  const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }))
  return { socket, closed, outcome: await Promise.race([acknowledged, closed]) }
}
