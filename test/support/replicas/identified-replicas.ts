import type { Call } from '../../../src/emulator/server.ts'
import { ACCOUNT, REGION } from '../gateway.ts'
import { type Environment, type Replica, type Replicas, startReplicas } from './replicas.ts'

/** Replicas whose calls the emulator can distinguish. */
export interface IdentifiedReplicas extends Omit<Replicas, 'add'> {
  /** Starts another replica. */
  add(): Promise<Replica>
  /** Returns the replica that made a call. */
  callerOf(call: Pick<Call, 'sessionToken'>): Replica | undefined
}

/** Well above what any test needs, so that calls are counted but never wait. */
const CALLS_PER_SECOND = '2000'

/** Starts replicas, each with a session token of its own. They use the credentials of AWS's environment variables. */
export async function startIdentifiedReplicas(
  count: number,
  environment: Environment,
  onLog?: (number: number, line: string) => void,
): Promise<IdentifiedReplicas> {
  const replicas = await startReplicas({
    count: 0,
    environment: {
      UPSTREAM: 'aws',
      AWS_REGION: REGION,
      AWS_ACCOUNT_ID: ACCOUNT,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'secret',
      UPSTREAM_CALLS_PER_SECOND: CALLS_PER_SECOND,
      UPSTREAM_READS_PER_SECOND: CALLS_PER_SECOND,
      UPSTREAM_WRITES_PER_SECOND: CALLS_PER_SECOND,
      UPSTREAM_POLLS_PER_SECOND: CALLS_PER_SECOND,
      ...environment,
    },
    ...(onLog !== undefined && { onLog }),
  })
  const tokens = new Map<string, Replica>()
  let added = 0
  const started = {
    ...replicas,
    async add() {
      added++
      const token = `replica-${added}`
      const replica = await replicas.add({ AWS_SESSION_TOKEN: token })
      tokens.set(token, replica)
      return replica
    },
    callerOf: ({ sessionToken }: Pick<Call, 'sessionToken'>) =>
      sessionToken === undefined ? undefined : tokens.get(sessionToken),
  }
  await Promise.all(Array.from({ length: count }, started.add))
  return started
}
