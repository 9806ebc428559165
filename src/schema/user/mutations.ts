import { z } from 'zod'
import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import { isCreatedBy } from '../../inventory/collection/creation-order.ts'
import { builder } from '../builder.ts'
import { settingsConstraints } from '../kit/mutations/declaration.ts'
import { resourcePayload } from '../kit/mutations/payload.ts'
import { inventoryOf } from '../kit/mutations/resource-writer.ts'
import { exclusive } from '../kit/request.ts'
import { clientToken } from '../mutation/constraints.ts'
import { clientTokenField, defineMutation } from '../mutation/define.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { modelledErrorsOf } from '../mutation/errors.ts'
import { findTarget, targetField } from '../mutation/own-resource.ts'
import { type User, userKind } from './kind.ts'
import { userOf, userRequest } from './own-user.ts'
import { users } from './type.ts'

const MessageAction = builder.enumType('AppStreamMessageAction', {
  description: 'Handling of the welcome e-mail of a user.',
  values: {
    SUPPRESS: { description: 'Creates the user without a welcome e-mail.' },
    RESEND: { description: 'Resends the welcome e-mail to an existing user.' },
  } as const,
})

const CreateUserInput = builder.inputType('CreateAppStreamUserInput', {
  description: 'Settings of the new user.',
  fields: (t) => ({
    userName: t.string({
      required: true,
      description: 'E-mail address, 1 to 128 characters; case-sensitive. It cannot be changed later.',
    }),
    target: targetField(t),
    firstName: t.string({ description: 'First name. Default: none. Cannot be used with RESEND.' }),
    lastName: t.string({ description: 'Last name. Default: none. Cannot be used with RESEND.' }),
    messageAction: t.field({
      type: MessageAction,
      description:
        'Handling of the welcome e-mail. Default: AWS sends it, with a temporary password that is valid for 7 days. With RESEND, AWS resends it to an existing user; the password is valid for 7 more days.',
    }),
    clientToken: clientTokenField(t),
  }),
})

function namesWithResend(input: Readonly<Record<string, unknown>>): InputProblem[] {
  if (input['messageAction'] !== 'RESEND') return []
  return ['firstName', 'lastName'].flatMap((name) =>
    exclusive(input, [name, 'messageAction']).map(({ path }) => ({
      path,
      message: 'Cannot be set with `messageAction: RESEND`, which does not change the user: omit it.',
    })),
  )
}

defineMutation({
  name: 'createAppStreamUser',
  operation: 'CreateUser',
  scope: ['appstream:manage', 'appstream:people'],
  description:
    'Creates a user in the user pool, or resends the welcome e-mail. AWS lists a new user up to 4 minutes later; until then, the gateway returns the values of the input.',
  errors: modelledErrorsOf('CreateUser'),
  creates: true,
  input: CreateUserInput,
  payload: resourcePayload(
    users,
    'CreateAppStreamUserPayload',
    'Payload with the user. Contains the values of the input until AWS lists the user.',
  ),
  constraints: settingsConstraints(
    'CreateUser',
    { UserName: '', FirstName: '', LastName: '', MessageAction: '' },
    namesWithResend,
  ).and(z.object({ clientToken: clientToken.nullish() })),
  plan({ userName, firstName, lastName, messageAction, target: selector }, context) {
    const target = findTarget(selector, context.inventory)
    if (Array.isArray(target)) return target
    const { globalId, reference } = userOf(target, userName)
    const own = inventoryOf(context, userKind, { target, name: userName })
    const before = { known: own.known(), startedAt: context.clock.now() }
    const sent = {
      ...userRequest(userName),
      ...(firstName != null && { FirstName: firstName }),
      ...(lastName != null && { LastName: lastName }),
    }
    const request = { ...sent, ...(messageAction != null && { MessageAction: messageAction }) }
    const isNew = messageAction !== 'RESEND'

    /** Returns the user of a RESEND. Ignores failing listings: the e-mail has already been sent. */
    const existing = async (): Promise<User> => {
      const listed = await own.shown(context.reading.options).catch((error: unknown) => {
        if (isUpstreamError(error)) return undefined
        throw error
      })
      return listed ?? userKind.fromResponse(target, sent)
    }

    return {
      target,
      name: globalId,
      resourceType: 'user',
      ...(isNew && { created: reference }),
      async send(writer) {
        const call = async () => {
          const { awsRequestId } = await writer.call('CreateUser', request, { once: true })
          return { output: sent, awsRequestId }
        }
        if (isNew) {
          return own.writeReturned(call, { kind: 'absentOrEarlier' }).finally(own.invalidateDetails)
        }
        const { awsRequestId } = await call()
        return { output: { resource: await existing() }, awsRequestId }
      },
      async reconcile(read, since) {
        const shown = isNew ? await own.shown(read) : undefined
        if (shown === undefined || !isCreatedBy(shown, before, since)) return undefined
        const { FirstName, LastName } = shown.aws
        const isOurs = FirstName === (firstName ?? undefined) && LastName === (lastName ?? undefined)
        return isOurs ? { resource: shown } : undefined
      },
    }
  },
})
