import { z } from 'zod'
import { builder } from '../builder.ts'
import { fleets } from '../fleet/type.ts'
import { typeNameOf } from '../kit/mutations/declaration.ts'
import { streamingUrlPayload, validityConstraint, validityField } from '../kit/mutations/streaming-url.ts'
import { findTwoResources, twoResourceFields } from '../kit/mutations/two-resources.ts'
import { requestConstraints } from '../kit/request.ts'
import { defineMutation } from '../mutation/define.ts'
import { modelledErrorsOf } from '../mutation/errors.ts'
import { stacks } from '../stack/type.ts'

const NAME = 'createAppStreamStreamingUrl'
const OPERATION = 'CreateStreamingURL'
const TYPES = { left: fleets, right: stacks }

const input = builder.inputType(typeNameOf(NAME, 'Input'), {
  description: 'The stack and the fleet to stream from, in the same account and region, and the user.',
  fields: (t) => ({
    ...twoResourceFields(t, TYPES),
    userId: t.string({
      required: true,
      description:
        'User id, not necessarily of a known user: 2 to 32 letters, digits and `_`, `+`, `=`, `,`, `.`, `@`, `-`.',
    }),
    applicationId: t.string({
      description:
        'Name of the application to start, or `Desktop`. Default: the user chooses from the catalog.',
    }),
    validity: validityField(t, 60),
    sessionContext: t.string({
      description:
        'Text for the session scripts and applications of the session. The user can read and change it: not for secrets.',
    }),
  }),
})

defineMutation({
  name: NAME,
  operation: 'CreateStreamingURL',
  scope: 'appstream:stream',
  description:
    'Creates a URL with which its bearer streams as any given user, without sign-in. Nothing of it is kept or logged.',
  errors: modelledErrorsOf(OPERATION),
  input,
  payload: streamingUrlPayload(NAME, 'a stack and a fleet for one user'),
  constraints: requestConstraints(OPERATION, { UserId: '', ApplicationId: '', SessionContext: '' }).and(
    z.object({ validity: validityConstraint() }),
  ),
  plan(given, { inventory }) {
    const found = findTwoResources(given, TYPES, inventory)
    if (Array.isArray(found)) return found
    const { left: fleet, right: stack } = found
    return {
      target: stack.target,
      // Appears in the audit log, so without the user.
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
          UserId: given.userId,
          ApplicationId: given.applicationId ?? undefined,
          Validity: given.validity ?? undefined,
          SessionContext: given.sessionContext ?? undefined,
        }),
    }
  },
})
