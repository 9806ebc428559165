import type { Peers } from '../../../src/shared/shared.ts'

/** Stores for tests of replicas that use none of them. */
export const unusedStores: Pick<Peers, 'tokens' | 'buckets' | 'counts'> = {
  tokens: { begin: () => Promise.reject(new Error('This test has no store of client tokens.')) },
  buckets: { isAvailable: () => false, count: () => 1, take: async () => 0 },
  counts: {
    isAvailable: () => false,
    count: () => 1,
    counter: () => () => Promise.reject(new Error('This test has no counts.')),
  },
}
