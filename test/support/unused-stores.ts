import type { Peers } from '../../src/shared/shared.ts'

/** Stores for tests of replicas that use none of them. */
export const unusedStores: Pick<Peers, 'tokens'> = {
  tokens: { begin: () => Promise.reject(new Error('This test has no store of client tokens.')) },
}
