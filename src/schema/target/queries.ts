import { builder } from '../builder.ts'
import { TargetRef } from './type.ts'

builder.queryField('appStreamTargets', (t) =>
  t.field({
    type: [TargetRef],
    nullable: true,
    description:
      'Returns the accounts and regions that this gateway serves, with the result of the last AWS call. Makes no AWS call.',
    resolve: (_root, _args, { inventory }) => [...inventory.targets],
  }),
)
