import { CatalogApplicationRef } from '../application/catalog-application.ts'
import { builder, ownCall } from '../builder.ts'
import { TargetFailureRef } from '../connection/inventory-type.ts'
import { EntitlementAttributeInput, entitlements } from '../entitlement/type.ts'
import { fleets } from '../fleet/type.ts'
import { fleetsOfStack } from '../stack/association.ts'
import { stacks } from '../stack/type.ts'
import { selectTargets, TargetInput } from '../target/input.ts'
import { type Access, type AccessBasis, accessOf, applicationsOf, type StackAccess } from './evaluate.ts'
import { readSubject } from './subject.ts'

const BASES: Readonly<Record<AccessBasis, { description: string }>> = {
  USER_POOL: {
    description: 'The stack is assigned to the user in the user pool. Entitlements do not apply.',
  },
  ENTITLEMENT: { description: 'At least one entitlement of the stack matches the attributes of the user.' },
  NO_ENTITLEMENTS: {
    description:
      'The stack has no entitlements, so it shows all applications to every federated user that the IAM policy allows. AppStream does not expose that policy.',
  },
}

const AccessBasisRef = builder.enumType('AppStreamAccessBasis', {
  description: 'Reason why a user can reach a stack.',
  values: BASES,
})

const StackAccessRef = builder.objectRef<StackAccess>('AppStreamStackAccess').implement({
  description: 'Stack that a user can reach, and the applications that the user sees there.',
  fields: (t) => ({
    stack: t.field({ type: stacks.ref, description: 'Stack.', resolve: ({ stack }) => stack }),
    basis: t.field({
      type: AccessBasisRef,
      description: 'Reason why the user can reach the stack.',
      resolve: ({ basis }) => basis,
    }),
    entitlements: t.field({
      type: [entitlements.ref],
      description: 'Entitlements that match, sorted by name. Empty unless `basis` is `ENTITLEMENT`.',
      resolve: ({ entitlements: matching }) => [...matching],
    }),
    fleets: t.field({
      type: [fleets.ref],
      nullable: true,
      listSize: { assumedSize: 1 },
      ...ownCall,
      description:
        'Fleets of the stack, sorted by name. Null only if loading failed, see `errors`. Costs one AWS call per stack, or per fleet if there are fewer fleets.',
      resolve: async ({ stack }, _args, { loaders }) => [...(await fleetsOfStack(loaders, stack))],
    }),
    available: t.boolean({
      nullable: true,
      ...ownCall,
      description: 'True if a fleet of the stack is RUNNING. Null only if loading failed, see `errors`.',
      resolve: async ({ stack }, _args, { loaders }) =>
        (await fleetsOfStack(loaders, stack)).some(({ aws }) => aws.State === 'RUNNING'),
    }),
    applications: t.field({
      type: [CatalogApplicationRef],
      nullable: true,
      listSize: { assumedSize: 50 },
      ...ownCall,
      description:
        'Applications that the user sees, sorted by name: the union over all matching entitlements, or the whole catalog of the stack if `basis` is not `ENTITLEMENT`. Null only if loading failed, see `errors`. Costs one AWS call per matching entitlement whose `appVisibility` is `ASSOCIATED`.',
      resolve: async (access, _args, context) => [...(await applicationsOf(access, context))],
    }),
  }),
})

const AccessRef = builder.objectRef<Access>('AppStreamAccess').implement({
  description: 'Stacks that a user can reach.',
  fields: (t) => ({
    stacks: t.field({
      type: [StackAccessRef],
      listSize: { assumedSize: 10 },
      description: 'Stacks that the user can reach, sorted by region and name.',
      resolve: (access) => [...access.stacks],
    }),
    failures: t.field({
      type: [TargetFailureRef],
      description:
        'Targets whose assignments or entitlements could not be read completely. Empty if there are none. If no target could be read, `appStreamAccess` is null with an error.',
      resolve: (access) => [...access.failures],
    }),
  }),
})

const SubjectInput = builder.inputType('AppStreamAccessSubjectInput', {
  description: 'User whose access is evaluated. Specify exactly one of `userName` and `attributes`.',
  fields: (t) => ({
    userName: t.string({
      description:
        'E-mail address of a user in the user pool: 1 to 128 characters, case-sensitive. Mutually exclusive with `attributes`.',
    }),
    attributes: t.field({
      type: [EntitlementAttributeInput],
      description:
        'SAML principal tags of a federated user. Separate several values of one attribute with colons. Mutually exclusive with `userName`.',
    }),
  }),
})

builder.queryField('appStreamAccess', (t) =>
  t.field({
    type: AccessRef,
    nullable: true,
    scope: 'appstream:people',
    ...ownCall,
    description:
      'Returns the stacks that a user can reach and the applications that the user sees there, derived from the configuration. AWS makes the actual decision at sign-in. Costs one AWS call per target for a user, or one per stack for attributes. Requires the scope `appstream:people`.',
    args: {
      subject: t.arg({
        type: SubjectInput,
        required: true,
        description: 'User or attributes whose access is evaluated.',
      }),
      targets: t.arg({
        type: [TargetInput],
        description: 'Accounts and regions to read. Default: all. An empty list matches none.',
      }),
    },
    resolve: (_root, { subject, targets }, context) =>
      accessOf(readSubject(subject), selectTargets(context.inventory.targets, targets), context),
  }),
)
