import { builder } from '../builder.ts'
import { TargetRef } from './type.ts'

builder.queryField('appStreamTargets', (t) =>
  t.field({
    type: [TargetRef],
    nullable: true,
    description:
      'The accounts and regions that this gateway serves, and how their last calls went. Calls nothing itself.',
    resolve: (_root, _args, { inventory }) => [...inventory.targets],
  }),
)
