import { builder, ownCall } from '../builder.ts'
import type { TeardownStep } from '../kit/teardown.ts'
import { planTeardown, type TeardownBlocker, type TeardownPlan } from './planner.ts'
import { loadNamed, MAX_ARNS } from './request.ts'

/** Assumed numbers of steps and blockers: those of a few stacks with their users and sessions. */
const ASSUMED_STEPS = 100
const ASSUMED_BLOCKERS = 10

/** Step with its position in the plan. */
interface PlacedStep extends Omit<TeardownStep, 'after'> {
  readonly index: number
  readonly dependsOn: readonly number[]
}

const StepRef = builder.objectRef<PlacedStep>('AppStreamTeardownStep').implement({
  description: 'Mutation to send in a teardown.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Position in the plan, from 0.' }),
    mutation: t.exposeString('mutation', {
      description: 'Field of `Mutation` to send, for example `disassociateAppStreamFleet`.',
    }),
    resource: t.field({
      type: builder.nodeInterfaceRef(),
      description: 'Resource that the mutation changes or deletes.',
      resolve: ({ resource }) => resource,
    }),
    other: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The other end of an association. Null if the mutation concerns one resource.',
      resolve: ({ other }) => other,
    }),
    detail: t.string({
      nullable: true,
      description:
        'Account with which an image is shared, or global ID of a user of a stack. Null for other mutations.',
      resolve: ({ detail }) => detail,
    }),
    dependsOn: t.intList({
      description:
        'Indexes of the steps that must be complete before this one, with their states reached, for example a STOPPED fleet.',
      resolve: ({ dependsOn }) => [...dependsOn],
    }),
    endsSessions: t.int({
      nullable: true,
      description:
        'Number of streaming sessions that the step ends. Null if the step ends none, or if AWS denies reading them.',
      resolve: ({ endsSessions }) => endsSessions,
    }),
  }),
})

const BlockerRef = builder.objectRef<TeardownBlocker>('AppStreamTeardownBlocker').implement({
  description: 'Obstacle to a teardown that the plan does not remove.',
  fields: (t) => ({
    resource: t.field({
      type: builder.nodeInterfaceRef(),
      description: 'Resource that cannot be deleted.',
      resolve: ({ resource }) => resource,
    }),
    usedBy: t.field({
      type: [builder.nodeInterfaceRef()],
      description:
        'Resources that use it and are not in `arns`. Empty if something else prevents its deletion.',
      resolve: ({ usedBy }) => [...usedBy],
    }),
    message: t.exposeString('message', { description: 'Human-readable reason.' }),
  }),
})

const PlanRef = builder.objectRef<TeardownPlan>('AppStreamTeardownPlan').implement({
  description:
    'Plan of a teardown: the mutations that delete resources, in a valid order, and the obstacles to resolve first.',
  fields: (t) => ({
    steps: t.field({
      type: [StepRef],
      listSize: { assumedSize: ASSUMED_STEPS },
      description:
        'Steps in a valid order. Empty if none of the resources exists. Steps that do not depend on each other can be sent in parallel.',
      resolve: ({ steps }) => placed(steps),
    }),
    blockers: t.field({
      type: [BlockerRef],
      listSize: { assumedSize: ASSUMED_BLOCKERS },
      description:
        'Obstacles to resolve before the first step, for example fleets of an image that are not in `arns`. Empty if there are none.',
      resolve: ({ blockers }) => [...blockers],
    }),
  }),
})

function placed(steps: readonly TeardownStep[]): PlacedStep[] {
  const indexes = new Map(steps.map((step, index) => [step, index]))
  return steps.map((step, index) => ({
    ...step,
    index,
    dependsOn: [...new Set(step.after)]
      .flatMap((earlier) => indexes.get(earlier) ?? [])
      .sort((one, other) => one - other),
  }))
}

builder.queryField('appStreamTeardownPlan', (t) =>
  t.field({
    type: PlanRef,
    nullable: true,
    ...ownCall,
    description:
      'Returns the mutations that delete resources, and everything that must be ended or removed first: sessions, associations, users, entitlements, themes and shares. Changes nothing. Null only if loading failed, see `errors`.',
    args: {
      arns: t.arg.idList({
        required: true,
        description: `ARNs of the resources to delete, 1 to ${MAX_ARNS}, in accounts and regions that this gateway serves. Those that no longer exist are ignored.`,
      }),
    },
    resolve: async (_root, { arns }, context) => planTeardown(await loadNamed(arns, context), context),
  }),
)
