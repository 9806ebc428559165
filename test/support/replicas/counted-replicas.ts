import { setImmediate } from 'node:timers/promises'
import type { Target } from '../../../src/appstream/target.ts'
import type { PairKind } from '../../../src/inventory/pairs/pair-kind.ts'
import type { Description } from '../../../src/inventory/resources.ts'
import { createTestDependencies } from '../inventory.ts'
import { createReplicaNetwork } from './network/network.ts'

export interface Named extends Description {
  readonly Name?: string
}

export const unlimited = <Result>(call: () => Promise<Result>) => call()

/** Creates replicas whose calls are counted, by operation and name. */
export function startCountedReplicas(count: number) {
  const dependencies = createTestDependencies({ maxStalenessMs: 60_000, staleIfErrorMs: 600_000 })
  const network = createReplicaNetwork(dependencies.clock)
  const calls: string[] = []
  const state = {
    tags: { team: 'a' },
    partners: new Map<string, readonly string[]>(),
    sessions: ['old'],
    answered: Promise.resolve(),
  }
  const target = {
    key: 'one',
    region: 'us-east-1',
    accountId: '123456789012',
    reader: {
      async listTags(arn: string) {
        calls.push(`tags ${arn}`)
        await state.answered
        await setImmediate()
        return { ...state.tags }
      },
      async list() {
        calls.push('sessions')
        await state.answered
        return state.sessions.map((Id) => ({ Id }))
      },
      async listImagePermissions(name: string) {
        calls.push(`shares ${name}`)
        return [{ sharedAccountId: '111122223333', imagePermissions: { allowFleet: true } }]
      },
    },
  } as unknown as Target
  const replicas = Array.from({ length: count }, () => {
    const shared = network.join()
    return { shared, own: { ...dependencies, shared, sequence: shared.sequence } }
  })
  return { clock: dependencies.clock, network, target, replicas, calls, state }
}

/** Association whose right names identify people. */
export function pairKind(
  calls: string[],
  partners: ReadonlyMap<string, readonly string[]>,
): PairKind<{ since: Date }> {
  const load = (side: string) => async (_target: Target, name: string) => {
    calls.push(`${side} ${name}`)
    return new Map((partners.get(name) ?? []).map((partner) => [partner, { since: new Date(0) }] as const))
  }
  return {
    name: 'stacks/users',
    kinds: { left: { name: 'Stack' }, right: { name: 'User' } },
    operations: { left: 'DescribeUserStackAssociations', right: 'DescribeUserStackAssociations' },
    partners: { left: load('left'), right: load('right') },
    aliasOf: { right: (name) => `alias-of-${name.length}` },
  }
}
