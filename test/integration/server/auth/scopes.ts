import { startGateway } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'

/** Starts an issuer and a gateway that trusts it, with an image builder and an image. */
export async function start(env: Readonly<Record<string, string>> = {}) {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer())
  const log: { readonly audit?: Record<string, unknown> }[] = []
  const onLog = (line: string) => log.push(JSON.parse(line))
  const gateway = started.use(await startGateway({ env: { ...issuer.env, ...env }, onLog }))
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  gateway.home.putImage({ Name: 'image' })
  const running = started.move()
  return {
    issuer,
    gateway,
    audits: () => log.flatMap(({ audit }) => audit ?? []),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
