import { builder } from './builder.ts'
import type { OpenEnum } from './open-enum.ts'

/** Why AWS says a resource is in its state. */
interface StateChangeReason {
  readonly Code?: string | undefined
  readonly Message?: string | undefined
}

/** Makes the type of the reasons for a kind's states. `resource` names it in the description, e.g. `an image`. */
export function stateChangeReasonType(name: string, resource: string, code: OpenEnum<string>) {
  const ref = builder.objectRef<StateChangeReason>(name)
  ref.implement({
    description: `Why ${resource} is in its state.`,
    fields: (t) => ({
      code: t.field({
        type: code.ref,
        nullable: true,
        description: 'The reason; UNKNOWN for one that this release does not list, null when AWS gives none.',
        resolve: ({ Code }) => code.of(Code),
      }),
      rawCode: t.string({
        nullable: true,
        description: 'The reason as AWS said it, listed here or not; null when AWS gives none.',
        resolve: ({ Code }) => Code,
      }),
      message: t.string({
        nullable: true,
        description: 'The reason in AWS’s words; null when AWS gives none.',
        resolve: ({ Message }) => Message,
      }),
    }),
  })
  return ref
}
