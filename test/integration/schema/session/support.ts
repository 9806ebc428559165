import { startGateway, type TestGateway, type TestGatewayOptions } from '../../../support/gateway.ts'
import { startIssuer } from '../../../support/issuer.ts'

/** Gateway with stacks, fleets and people. */
export type Estate = TestGateway

/** Starts a gateway over stacks of which each streams from one fleet: `stack-0` from `fleet-0`, and so on. */
export async function startEstate(pairs: number, options: TestGatewayOptions = {}): Promise<Estate> {
  const { emulator = {} } = options
  const behaviour = { visibleAfterMs: 0, fleetsPerStack: 100, ...emulator.behaviour }
  const gateway = await startGateway({ ...options, emulator: { ...emulator, behaviour } })
  for (let index = 0; index < pairs; index++) putPair(gateway, `stack-${index}`, `fleet-${index}`)
  return gateway
}

/** Puts a stack and a RUNNING fleet, associated. */
export function putPair({ home }: Estate, stack: string, fleet: string): void {
  home.putStack({ Name: stack })
  home.putFleet({ Name: fleet, State: 'RUNNING' })
  home.associate(stack, fleet)
}

/** Puts a session of a pair; started `minutesAgo`. */
export function putSession(
  { home }: Estate,
  index: number,
  session: { readonly Id: string; readonly minutesAgo?: number } & Readonly<Record<string, unknown>>,
): void {
  const { minutesAgo = 10, ...members } = session
  const StartTime = new Date(Date.UTC(2026, 0, 1) - minutesAgo * 60_000)
  home.putSession({
    ...{ StackName: `stack-${index}`, FleetName: `fleet-${index}`, UserId: 'someone@example.com', StartTime },
    ...members,
  })
}

/** Starts an estate whose callers need tokens. */
export async function startGuarded(pairs: number, options: TestGatewayOptions = {}) {
  await using started = new AsyncDisposableStack()
  const issuer = started.use(await startIssuer())
  const gateway = started.use(
    await startEstate(pairs, { ...options, env: { ...issuer.env, ...options.env } }),
  )
  const running = started.move()
  return { issuer, gateway, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
