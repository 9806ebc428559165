import { builder } from './builder.ts'
import type { OpenEnum } from './open-enum.ts'

/** Reason that AWS gives for the state of a resource. */
interface StateChangeReason {
  readonly Code?: string | undefined
  readonly Message?: string | undefined
}

/** Creates the reason type of a kind. `resource` names the kind in the description, e.g. `an image`. */
export function stateChangeReasonType(name: string, resource: string, code: OpenEnum<string>) {
  const ref = builder.objectRef<StateChangeReason>(name)
  ref.implement({
    description: `Reason for the state of ${resource}.`,
    fields: (t) => ({
      code: t.field({
        type: code.ref,
        nullable: true,
        description:
          'Reason code; UNKNOWN for a code that this release does not know, null if AWS returns none.',
        resolve: ({ Code }) => code.of(Code),
      }),
      rawCode: t.string({
        nullable: true,
        description: 'Reason code exactly as AWS returns it; null if AWS returns none.',
        resolve: ({ Code }) => Code,
      }),
      message: t.string({
        nullable: true,
        description: 'Message from AWS; null if AWS returns none.',
        resolve: ({ Message }) => Message,
      }),
    }),
  })
  return ref
}
