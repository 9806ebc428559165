import { z } from 'zod'
import { builder } from '../builder.ts'
import { fleets } from '../fleet/type.ts'
import { actionOn } from '../kit/actions.ts'
import { typeNameOf } from '../kit/mutations/declaration.ts'
import { findResourcePair, resourcePairFields } from '../kit/mutations/resource-pair.ts'
import { streamingUrlPayload, validityConstraint, validityField } from '../kit/mutations/streaming-url.ts'
import { requestConstraints } from '../kit/request.ts'
import { defineMutation } from '../mutation/define.ts'
import { modelledErrorsOf } from '../mutation/errors.ts'
import { stacks } from '../stack/type.ts'

const NAME = 'createAppStreamStreamingUrl'
const OPERATION = 'CreateStreamingURL'
const TYPES = { left: fleets, right: stacks }

const input = builder.inputType(typeNameOf(NAME, 'Input'), {
  description: 'User, and the stack and fleet to stream from. Both must be in the same account and region.',
  fields: (t) => ({
    ...resourcePairFields(t, TYPES),
    userId: t.string({
      required: true,
      description:
        'User ID; need not exist in the user pool: 2 to 32 letters, digits and `_`, `+`, `=`, `,`, `.`, `@`, `-`.',
    }),
    applicationId: t.string({
      description:
        'Name of the application to start, or `Desktop`. Default: the user chooses from the catalog.',
    }),
    validity: validityField(t, 60),
    sessionContext: t.string({
      description:
        'Text passed to the session scripts and applications. The user can read and change it, so it must not contain secrets.',
    }),
  }),
})

defineMutation({
  name: NAME,
  operation: 'CreateStreamingURL',
  scope: 'appstream:stream',
  description:
    'Creates a URL that streams as the given user without sign-in. Anyone who has the URL can use it. The gateway neither stores nor logs it.',
  errors: modelledErrorsOf(OPERATION),
  action: actionOn(fleets.kind, { action: 'CREATE_STREAMING_URL', states: ['RUNNING'] }),
  input,
  payload: streamingUrlPayload(NAME, 'a stack and a fleet for one user'),
  constraints: requestConstraints(OPERATION, { UserId: '', ApplicationId: '', SessionContext: '' }).and(
    z.object({ validity: validityConstraint() }),
  ),
  plan(values, { inventory }) {
    const found = findResourcePair(values, TYPES, inventory)
    if (Array.isArray(found)) return found
    const { left: fleet, right: stack } = found
    return {
      target: stack.target,
      // The audit log shows this name, so it omits the user.
      name: `${stack.name}/${fleet.name}`,
      refersTo: [stack, fleet],
      async verify(read) {
        await stack.verify(read)
        await fleet.verify(read)
      },
      send: (writer) =>
        writer.createStreamingUrl(OPERATION, {
          StackName: stack.name,
          FleetName: fleet.name,
          UserId: values.userId,
          ApplicationId: values.applicationId ?? undefined,
          Validity: values.validity ?? undefined,
          SessionContext: values.sessionContext ?? undefined,
        }),
    }
  },
})
