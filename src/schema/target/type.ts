import type { Target } from '../../appstream/target.ts'
import { builder } from '../builder.ts'

/** Configured account and region. */
export const TargetRef = builder.objectRef<Target>('AppStreamTarget')

TargetRef.implement({
  description: 'Account and region that this gateway serves.',
  fields: (t) => ({
    accountId: t.exposeString('accountId', {
      nullable: true,
      description: '12-digit account ID. Null until the gateway has read the first ARN of the account.',
    }),
    region: t.exposeString('region', { description: 'AWS region, for example `us-east-1`.' }),
    endpoint: t.exposeString('endpoint', { description: 'URL of the AppStream endpoint.' }),
    reachable: t.boolean({
      nullable: true,
      description:
        'True if the last call succeeded or AWS rejected it; false on any other error. Null before the first call.',
      resolve(target, _args, { reads }) {
        reads.note(target.status)
        return target.reachable
      },
    }),
    lastError: t.string({
      nullable: true,
      description:
        'Error message of the last call. Null if it succeeded or AWS rejected it, and before the first call.',
      resolve(target, _args, { reads }) {
        reads.note(target.status)
        return target.lastError
      },
    }),
  }),
})

builder.queryField('appStreamTargets', (t) =>
  t.field({
    type: [TargetRef],
    nullable: true,
    description:
      'Returns the accounts and regions that this gateway serves, with the result of the last AWS call. Makes no AWS call.',
    resolve: (_root, _args, { inventory }) => [...inventory.targets],
  }),
)
