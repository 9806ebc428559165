import type { Target } from '../../appstream/target.ts'
import { builder } from '../builder.ts'

/** A configured account and region. */
export const TargetRef = builder.objectRef<Target>('AppStreamTarget')

TargetRef.implement({
  description: 'An account in a region that this gateway is configured to serve.',
  fields: (t) => ({
    accountId: t.exposeString('accountId', {
      nullable: true,
      description:
        'The 12-digit account; null until it is known: it is learned from the first ARN read of its own.',
    }),
    region: t.exposeString('region', { description: 'The AWS region, e.g. `us-east-1`.' }),
    endpoint: t.exposeString('endpoint', { description: 'The URL that the gateway calls for this target.' }),
    reachable: t.exposeBoolean('reachable', {
      nullable: true,
      description: 'Whether the last call to it was answered; null before the first.',
    }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'What the last call failed with; null when it did not.',
    }),
  }),
})
