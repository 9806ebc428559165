import { ALL_SCOPES } from './access.ts'
import { builder } from './builder.ts'
import { TargetRef } from './target/type.ts'

/** Caller of a request. Each field reads its value from the context, so that only `name` makes an answer unrepeatable. */
const ViewerRef = builder.objectRef<object>('AppStreamViewer').implement({
  description: 'Caller of this request, with its permissions in this gateway.',
  fields: (t) => ({
    name: t.string({
      nullable: true,
      description: 'Subject of the token (`sub`). Null if the gateway requires no token.',
      resolve: (_viewer, _args, { callerSubject }) => callerSubject,
    }),
    scopes: t.stringList({
      description:
        'Scopes that the gateway recognizes in the token, and those that they include, for example `appstream:read`. All scopes if the gateway requires no token.',
      listSize: { assumedSize: ALL_SCOPES.length },
      resolve: (_viewer, _args, { caller }) => ALL_SCOPES.filter((scope) => caller.scopes.has(scope)),
    }),
    targets: t.field({
      type: [TargetRef],
      description:
        'Accounts and regions that the caller may read and change. Empty if its token allows none.',
      resolve: (_viewer, _args, { inventory }) => [...inventory.targets],
    }),
  }),
})

builder.queryField('appStreamViewer', (t) =>
  t.field({
    type: ViewerRef,
    nullable: true,
    description:
      'Returns the caller, so that a user interface can show who is signed in and offer only what the caller may do. Makes no AWS call.',
    resolve: () => ({}),
  }),
)
