import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { behaviourOf } from './behaviour.ts'
import { createCallLog } from './calls.ts'
import { adjustableClock, systemClock } from './clock.ts'
import { createControl } from './control.ts'
import { durationsAt } from './durations.ts'
import { createFaults } from './faults.ts'
import { forceChange, takeSnapshot } from './interventions.ts'
import type { OperationContext } from './kit/operation.ts'
import { serviceModel } from './model.ts'
import { operations } from './operations.ts'
import type { Emulator, EmulatorOptions } from './options.ts'
import { packageAppBlock } from './packaging.ts'
import { useLicense } from './resources/license-usage/use.ts'
import { failDeployment } from './resources/software/deployment.ts'
import { companySeed } from './seed/company.ts'
import { createService } from './service.ts'
import { confirmUser, disconnectSession, endSession, startSession } from './sessions.ts'
import { createStore } from './store.ts'

export type { BehaviourOptions, EmulatorBehaviour, Quotas } from './behaviour.ts'
export type { Call, CallLog } from './calls.ts'
export { type EmulatorClock, type ManualClock, manualClock } from './clock.ts'
export { AwsError } from './errors.ts'
export type { Fault, Faults } from './faults.ts'
export type { ForcedChange, Snapshot } from './interventions.ts'
export type { Emulator, EmulatorOptions } from './options.ts'
export type { Packaging } from './packaging.ts'
export type { RegionStore } from './region.ts'
export type { AppBlockRecord } from './resources/app-block/kind.ts'
export type { AppBlockBuilderRecord } from './resources/app-block-builder/kind.ts'
export type { ApplicationRecord } from './resources/application/kind.ts'
export type { DirectoryConfigRecord } from './resources/directory-config/kind.ts'
export { type EntitlementRecord, entitlementKey } from './resources/entitlement/kind.ts'
export type { ExportImageTaskRecord } from './resources/export-image-task/kind.ts'
export type { CapacityStatus } from './resources/fleet/capacity.ts'
export type { FleetRecord } from './resources/fleet/kind.ts'
export type { ImagePermissions, ImageRecord } from './resources/image/kind.ts'
export type { ImageBuilderRecord } from './resources/image-builder/kind.ts'
export type { SessionRecord } from './resources/session/kind.ts'
export type { DeploymentFailure } from './resources/software/deployment.ts'
export type { SoftwareRecord } from './resources/software/kind.ts'
export type { StackRecord } from './resources/stack/kind.ts'
export type { ThemeRecord } from './resources/theme/kind.ts'
export type { UserRecord } from './resources/user/kind.ts'
export { companySeed } from './seed/company.ts'
export { emptySeed, type Seed } from './seed/seed.ts'
export type { SessionEnd, SessionStart, UserConfirmation } from './sessions.ts'
export type { EmulatorStore } from './store.ts'

const serviceName =
  'Amazon AppStream emulator: AWS JSON 1.1 on POST /, Smithy RPC v2 CBOR on POST /service/, control on /_emulator/\n'

/** Starts an emulator of Amazon AppStream with AWS's protocols; resolves once it listens. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, accountId = '123456789012', seed = companySeed } = options
  const clock = adjustableClock(options.clock ?? systemClock)
  const store = createStore(clock.now)
  const calls = createCallLog()
  const faults = createFaults()
  const behaviour = behaviourOf(options.behaviour)
  const durations = durationsAt(options.speed ?? 1)
  const stopping = new AbortController()

  function regionOf(region: string, account: string = accountId) {
    store.settle()
    return store.region(region, account)
  }

  function contextOf(
    operation: string,
    where: { readonly region: string; readonly accountId?: string | undefined },
  ): OperationContext {
    const region = regionOf(where.region, where.accountId)
    return { operation, region, store, behaviour, durations, nowMs: clock.now() }
  }

  function reset(): void {
    calls.clear()
    faults.clear()
    store.clear()
    seed({ store, accountId, nowMs: clock.now() })
  }

  const handles: Omit<Emulator, 'url' | 'stop' | typeof Symbol.asyncDispose> = {
    calls,
    faults,
    store,
    region: regionOf,
    snapshot: (snapshot) => takeSnapshot(snapshot, contextOf('Snapshot', snapshot)),
    package: (packaging) => packageAppBlock(packaging, contextOf('Package', packaging)),
    force: (change) => forceChange(change, contextOf('Force', change)),
    startSession: (session) => startSession(session, contextOf('StartSession', session)),
    endSession: (session) => endSession(session, contextOf('EndSession', session)),
    disconnectSession: (session) => disconnectSession(session, contextOf('DisconnectSession', session)),
    confirmUser: (user) => confirmUser(user, contextOf('ConfirmUser', user)),
    failDeployment: (failure) => failDeployment(failure, contextOf('FailDeployment', failure)),
    useLicense: (use) => useLicense(use, contextOf('UseLicense', use)),
    advance: clock.advance,
    reset,
  }
  const control = createControl({ ...handles, now: clock.now })
  const service = createService({
    model: serviceModel,
    operations,
    contextOf,
    clock,
    calls,
    faults,
    accountId,
    latencyMs: options.latencyMs ?? 0,
    stopping: stopping.signal,
  })

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/'
    if (path.startsWith('/_emulator/')) return control(request, response)
    const served = service(request, response)
    if (served !== undefined) return served
    response.writeHead(path === '/' && request.method === 'GET' ? 200 : 404, { 'content-type': 'text/plain' })
    response.end(serviceName)
  }

  reset()
  const server = createServer((request, response) => {
    // Rejects only if the connection broke while the request was read.
    route(request, response).catch(() => request.socket.destroy())
  })
  // Longer than clients keep idle connections, so that the emulator never closes a connection in use.
  server.keepAliveTimeout = 65_000
  const url = await listen(server, host, port)

  async function stop(): Promise<void> {
    stopping.abort()
    if (!server.listening) return
    const closed = Promise.withResolvers<void>()
    server.close(() => closed.resolve())
    server.closeAllConnections()
    await closed.promise
  }

  return { url, ...handles, stop, [Symbol.asyncDispose]: stop }
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`)
    })
  })
}
