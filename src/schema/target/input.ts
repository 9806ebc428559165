import type { ArgBuilder } from '@pothos/core'
import type { Target } from '../../appstream/target.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { badUserInput, truncate } from '../errors.ts'

/** Input that selects targets. */
export const TargetInput = builder.inputType('AppStreamTargetInput', {
  description: 'Selector of targets by account, region or both.',
  fields: (t) => ({
    accountId: t.string({ description: '12-digit account ID. Default: any account.' }),
    region: t.string({ description: 'AWS region. Default: any region.' }),
  }),
})

/** Value of {@link TargetInput}. */
export type TargetSelector = typeof TargetInput.$inferInput

/** Returns the argument for the targets that a list reads. */
export function targetsArgument(arg: ArgBuilder<SchemaTypes>) {
  return arg({
    type: [TargetInput],
    description: 'Accounts and regions to read. Default: all. An empty list matches none.',
  })
}

/** Returns the targets that match any selector, or all. @throws BAD_USER_INPUT if a selector matches no target */
export function selectTargets(
  targets: readonly Target[],
  selectors: readonly TargetSelector[] | null | undefined,
): readonly Target[] {
  if (selectors == null) return targets
  const selected = new Set(selectors.flatMap((selector) => matching(targets, selector)))
  return targets.filter((target) => selected.has(target))
}

/** Returns the only target that a selector matches. Default: the only configured one. @throws BAD_USER_INPUT */
export function selectTarget(
  targets: readonly Target[],
  selector: TargetSelector | null | undefined,
): Target {
  const [first, second] = selector == null ? targets : matching(targets, selector)
  if (first === undefined) throw badUserInput('No target is configured: set AWS_REGIONS.')
  if (second !== undefined) {
    throw badUserInput(
      selector == null
        ? `\`target\` is required with a name because several targets are configured: ${targets.map(describe).join(', ')}.`
        : `\`target\` is ambiguous, it matches ${matching(targets, selector).map(describe).join(', ')}. Specify both \`accountId\` and \`region\`.`,
    )
  }
  return first
}

function matching(targets: readonly Target[], { accountId, region }: TargetSelector): Target[] {
  const found = targets.filter(
    (target) =>
      (accountId ?? target.accountId) === target.accountId && (region ?? target.region) === target.region,
  )
  if (found.length > 0) return found
  const requested = truncate([accountId, region].filter((part) => part != null).join(' / '))
  const unknown = targets.some((target) => target.accountId === undefined)
    ? ' Without AWS_ROLE_ARNS and AWS_ACCOUNT_ID, the account of a target is unknown until the gateway has read a resource of that account.'
    : ''
  throw badUserInput(
    `No target matches \`${requested}\`. Configured: ${targets.map(describe).join(', ')}.${unknown}`,
  )
}

function describe({ accountId, region }: Target): string {
  return `${accountId ?? 'account unknown'} / ${region}`
}
