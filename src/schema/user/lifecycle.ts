import { z } from 'zod'
import { isUpstreamError, mayHaveRun } from '../../appstream/errors/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import { namedKey } from '../../inventory/kind.ts'
import { createdMs } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { typeNameOf } from '../kit/mutations/declaration.ts'
import { inventoryOf } from '../kit/mutations/resource-writer.ts'
import { defineMutation } from '../mutation/define.ts'
import { modelledErrorsOf } from '../mutation/errors.ts'
import { type User, userAlias, userKind } from './kind.ts'
import { findUser, type UserIdentifier, userIdentifierFields, userRequest } from './own-user.ts'
import { users } from './type.ts'

interface NamedUser {
  readonly target: Target
  readonly name: string
}

/** Adds a mutation that enables or disables a user. */
function setEnabled({
  name,
  operation,
  description,
  payloadDescription,
}: {
  readonly name: string
  readonly operation: 'EnableUser' | 'DisableUser'
  readonly description: string
  readonly payloadDescription: string
}): void {
  const input = builder.inputType(typeNameOf(name, 'Input'), {
    description: 'The user, identified by exactly one of `id` and `userName`.',
    fields: userIdentifierFields,
  })
  const payload = builder.objectRef<NamedUser>(typeNameOf(name, 'Payload')).implement({
    description: payloadDescription,
    fields: (t) => ({
      user: t.field({
        type: users.ref,
        nullable: true,
        description:
          'The user, read from AWS only if selected. Null if the user pool does not list the user.',
        resolve: ({ target, name: userName }, _args, { loaders }) =>
          loaders.kinds.byName(userKind, { target, name: userName }),
      }),
    }),
  })
  defineMutation<UserIdentifier, NamedUser>({
    name,
    operation,
    scope: ['appstream:operate', 'appstream:people'],
    description,
    errors: modelledErrorsOf(operation),
    input,
    payload,
    constraints: z.unknown(),
    plan(values, context) {
      const found = findUser(values, context)
      if (Array.isArray(found)) return found
      const { target } = found
      return {
        target,
        name: found.globalId,
        resourceType: 'user',
        refersTo: [found.reference],
        async verify(read) {
          await found.name(read)
        },
        async send(writer) {
          const named = { target, name: await found.name({ onRead: context.reads.note }) }
          const own = inventoryOf(context, userKind, named)
          const { awsRequestId } = await own.write(() => writer.call(operation, userRequest(named.name)))
          return { output: named, awsRequestId }
        },
        async reconcile(read) {
          const named = { target, name: await found.name(read) }
          const shown = await inventoryOf(context, userKind, named).shown(read)
          return shown?.aws.Enabled === (operation === 'EnableUser') ? named : undefined
        },
      }
    },
  })
}

setEnabled({
  name: 'enableAppStreamUser',
  operation: 'EnableUser',
  description: 'Enables a user in the user pool, who can then sign in.',
  payloadDescription: 'Payload with the enabled user.',
})
setEnabled({
  name: 'disableAppStreamUser',
  operation: 'DisableUser',
  description:
    'Disables a user in the user pool, who can then no longer sign in. Active sessions continue for about an hour unless they are expired.',
  payloadDescription: 'Payload with the disabled user.',
})

interface DeletedUser {
  readonly user: User | undefined
  readonly deletedId: string
}

const DeletePayload = builder.objectRef<DeletedUser>('DeleteAppStreamUserPayload').implement({
  description: 'Payload with the deleted user.',
  fields: (t) => ({
    user: t.field({
      type: users.ref,
      nullable: true,
      description: 'The user as last read before its deletion. Null if it had not been read.',
      resolve: ({ user }) => user,
    }),
    deletedId: t.exposeID('deletedId', {
      description: 'Global ID of the deleted user, for example to evict it from a client cache.',
    }),
  }),
})

defineMutation<UserIdentifier, DeletedUser>({
  name: 'deleteAppStreamUser',
  operation: 'DeleteUser',
  scope: ['appstream:manage', 'appstream:people'],
  description: 'Deletes a user from the user pool permanently, together with the assigned stacks.',
  errors: modelledErrorsOf('DeleteUser'),
  deletes: true,
  input: builder.inputType('DeleteAppStreamUserInput', {
    description: 'The user to delete, identified by exactly one of `id` and `userName`.',
    fields: userIdentifierFields,
  }),
  payload: DeletePayload,
  constraints: z.unknown(),
  plan(values, context) {
    const found = findUser(values, context)
    if (Array.isArray(found)) return found
    const { target, globalId, reference } = found
    let known: User | undefined
    const payload = () => ({ user: known, deletedId: globalId })
    return {
      target,
      name: globalId,
      resourceType: 'user',
      refersTo: [reference],
      async verify(read) {
        await found.name(read)
      },
      async send(writer) {
        const name = await found.name({ onRead: context.reads.note })
        const own = inventoryOf(context, userKind, { target, name })
        known = own.known()
        const write = own.begin()
        try {
          const { awsRequestId } = await writer.call('DeleteUser', userRequest(name))
          const rule = {
            kind: 'deleted',
            createdMs: createdMs(known),
            deletedMs: context.clock.now(),
          } as const
          await write.deleted(namedKey(target, userAlias(name)), rule)
          context.recentCreations.delete(reference)
          return { output: payload(), awsRequestId }
        } catch (error) {
          if (mayHaveRun(error)) await write.unknown()
          else if (isUpstreamError(error) && error.code === 'UPSTREAM_REJECTED') await write.rejected()
          else write.notExecuted()
          throw error
        } finally {
          await own.invalidateDetails()
        }
      },
      async reconcile(read) {
        const { items } = await context.inventory.of(target).kinds.of(userKind).collection.read(read)
        // A user that was never read may not have existed.
        const isGone = !items.has(namedKey(target, reference.name)) && known !== undefined
        return isGone ? payload() : undefined
      },
    }
  },
})
