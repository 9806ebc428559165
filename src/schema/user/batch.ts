import { isCallAborted, isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { UserStackAssociationError } from '../../appstream/model/model.ts'
import type { Target } from '../../appstream/target.ts'
import type { Settled } from '../../inventory/cache/invalidations.ts'
import type { SideName } from '../../inventory/pairs/pairs.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { typeNameOf } from '../kit/mutations/declaration.ts'
import { createRecorder } from '../mutation/audit-recorder.ts'
import { defineMutation } from '../mutation/define.ts'
import { modelledErrorsOf } from '../mutation/errors.ts'
import { stackKind } from '../stack/kind.ts'
import { stacks } from '../stack/type.ts'
import { stackUsers } from './association.ts'
import { AssociationErrorRef } from './association-error.ts'
import {
  type Batch,
  type BatchInput,
  type BatchPair,
  batchConstraints,
  batchInput,
  findBatch,
} from './batch-input.ts'
import { userKind } from './kind.ts'
import { userOf, userRequest } from './own-user.ts'
import { users } from './type.ts'

/** Outcome of one association of a batch. */
interface BatchOutcome extends BatchPair {
  readonly target: Target
  readonly error: UserStackAssociationError | undefined
}

const OutcomeRef = builder.objectRef<BatchOutcome>('AppStreamUserStackAssociationOutcome').implement({
  description: 'Outcome for one user and stack of a batch.',
  fields: (t) => ({
    succeeded: t.boolean({
      description: 'True if AWS reports no error for the pair.',
      resolve: ({ error }) => error === undefined,
    }),
    error: t.field({
      type: AssociationErrorRef,
      nullable: true,
      description: 'Error that AWS reports for the pair. Null if it succeeded.',
      resolve: ({ error }) => error,
    }),
    userName: t.exposeString('userName', { description: 'E-mail address of the user, as in the input.' }),
    stackName: t.exposeString('stackName', { description: 'Name of the stack.' }),
    user: t.field({
      type: users.ref,
      nullable: true,
      description: 'The user, read from AWS only if selected. Null if the user pool does not list the user.',
      resolve: ({ target, userName }, _args, { loaders }) =>
        loaders.kinds.byName(userKind, { target, name: userName }),
    }),
    stack: t.field({
      type: stacks.ref,
      nullable: true,
      description: 'The stack, read from AWS only if selected. Null if it does not exist.',
      resolve: ({ target, stackName }, _args, { loaders }) =>
        loaders.kinds.byName(stackKind, { target, name: stackName }),
    }),
  }),
})

interface Outcomes {
  readonly outcomes: readonly BatchOutcome[]
}

/** Adds a mutation that associates or disassociates users and stacks in one call. */
function defineBatch({
  name,
  operation,
  description,
  inputDescription,
}: {
  readonly name: string
  readonly operation: 'BatchAssociateUserStack' | 'BatchDisassociateUserStack'
  readonly description: string
  readonly inputDescription: string
}): void {
  const associates = operation === 'BatchAssociateUserStack'
  const payload = builder.objectRef<Outcomes>(typeNameOf(name, 'Payload')).implement({
    description: 'Payload with the outcomes of a batch. Returned even if some or all associations failed.',
    fields: (t) => ({
      outcomes: t.field({
        type: [OutcomeRef],
        description: 'One outcome per association, in the order of the input.',
        resolve: ({ outcomes }) => outcomes,
      }),
    }),
  })
  defineMutation<BatchInput, Outcomes>({
    name,
    // The audit log has one entry for the batch and one per association.
    operation: name,
    uses: { operation, calls: '1' },
    scope: ['appstream:manage', 'appstream:people'],
    description,
    errors: modelledErrorsOf(operation),
    input: batchInput(typeNameOf(name, 'Input'), inputDescription),
    payload,
    constraints: batchConstraints,
    plan(input, context) {
      const batch = findBatch(input, context.inventory)
      if (Array.isArray(batch)) return batch
      const { target, pairs } = batch
      return {
        target,
        name: `${pairs.length} association${pairs.length === 1 ? '' : 's'}`,
        verify: batch.verify,
        async send(writer) {
          const record = recorderOf(operation, batch, context)
          try {
            const { output, awsRequestId } = await writer.call(operation, {
              UserStackAssociations: pairs.map((pair) => requestOf(pair, associates)),
            })
            const outcomes = outcomesOf(batch, output.errors ?? [])
            record(
              outcomes.map(({ error }) => (error === undefined ? 'OK' : (error.ErrorCode ?? 'UNKNOWN'))),
              awsRequestId,
            )
            return { output: { outcomes }, awsRequestId }
          } catch (error) {
            const code = isUpstreamError(error)
              ? error.code
              : isCallAborted(error)
                ? 'ABORTED'
                : 'INTERNAL_SERVER_ERROR'
            record(
              pairs.map(() => code),
              isUpstreamError(error) ? error.awsRequestId : undefined,
            )
            throw error
          } finally {
            await invalidate(batch, context)
          }
        },
        async reconcile(read) {
          const associations = context.inventory.of(target).pairs.of(stackUsers)
          for (const { stackName, userName } of pairs) {
            const names = await associations.read('left', stackName, read)
            if (names.has(userName) !== associates) return undefined
          }
          return { outcomes: outcomesOf(batch, []) }
        },
      }
    },
  })
}

function requestOf({ userName, stackName, sendEmailNotification }: BatchPair, associates: boolean) {
  return {
    ...userRequest(userName),
    StackName: stackName,
    ...(associates &&
      sendEmailNotification !== undefined && { SendEmailNotification: sendEmailNotification }),
  }
}

/** Returns the outcome of each pair. AWS returns errors in any order, so they are matched by pair. */
function outcomesOf({ target, pairs }: Batch, errors: readonly UserStackAssociationError[]): BatchOutcome[] {
  const keyOf = (userName: string | undefined, stackName: string | undefined) =>
    JSON.stringify([userName, stackName])
  const byPair = new Map(
    errors.map((error) => [
      keyOf(error.UserStackAssociation?.UserName, error.UserStackAssociation?.StackName),
      error,
    ]),
  )
  // The service model allows errors without a pair; the success of other pairs is then unknown.
  const ofAny = errors.find(
    ({ UserStackAssociation: pair }) => pair?.UserName === undefined || pair.StackName === undefined,
  )
  return pairs.map((pair) => ({
    ...pair,
    target,
    error: byPair.get(keyOf(pair.userName, pair.stackName)) ?? ofAny,
  }))
}

function invalidate({ target, pairs }: Batch, { wholeInventory }: GraphContext): Settled {
  const names = pairs.flatMap(({ userName, stackName }): SideName[] => [
    ['left', stackName],
    ['right', userName],
  ])
  return wholeInventory
    .of(target)
    .pairs.of(stackUsers)
    .invalidate(...names)
}

/** Begins an audit record for each pair. The log contains global ids instead of user names. */
function recorderOf(operation: string, { target, pairs }: Batch, context: GraphContext) {
  const records = pairs.map(({ userName, stackName }) =>
    createRecorder({ operation }, context, {
      target,
      name: userOf(target, userName).globalId,
      made: stackName,
    }),
  )
  return (outcomes: readonly string[], awsRequestId: string | undefined): void => {
    for (const [index, record] of records.entries()) {
      record({ outcome: outcomes[index] ?? 'UNKNOWN', awsRequestId, repeated: false })
    }
  }
}

defineBatch({
  name: 'batchAssociateAppStreamUserStack',
  operation: 'BatchAssociateUserStack',
  description: 'Assigns stacks to users of the user pool in one AWS call.',
  inputDescription: 'Users and stacks to associate.',
})
defineBatch({
  name: 'batchDisassociateAppStreamUserStack',
  operation: 'BatchDisassociateUserStack',
  description:
    'Removes stacks from users of the user pool in one AWS call. Active sessions continue for about an hour unless they are expired.',
  inputDescription: 'Users and stacks to disassociate.',
})
