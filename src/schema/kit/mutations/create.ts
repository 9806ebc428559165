import { z } from 'zod'
import { parseArn } from '../../../appstream/arn.ts'
import type { OperationName } from '../../../appstream/model/operations.ts'
import type { Target } from '../../../appstream/target.ts'
import { isCreatedBy } from '../../../inventory/collection/creation-order.ts'
import type { ReportedInventory } from '../../../inventory/reported.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { clientToken } from '../../mutation/constraints.ts'
import { clientTokenField, defineMutation } from '../../mutation/define.ts'
import type { Plan } from '../../mutation/plan.ts'
import type { ReferredResource } from '../../mutation/recent-creations.ts'
import { type Input, inputFields, toAws } from '../request.ts'
import {
  definitionOf,
  type MutationDeclaration,
  type SettingsDeclaration,
  settingsConstraints,
  typeNameOf,
} from './declaration.ts'
import type { NamedResource } from './naming.ts'
import { resourcePayload } from './payload.ts'

/** Declaration of a mutation that creates a resource. */
export interface CreateDeclaration<Item extends AnyResource>
  extends MutationDeclaration<Item>,
    SettingsDeclaration {
  /** Member of the response that holds the resource. */
  readonly output: string
  readonly payloadDescription: string
  /** Description of the input type. Default: settings of the new resource. */
  readonly inputDescription?: string
  /**
   * Reconciles an unknown outcome: by the request members that AWS returns unchanged, or by a comparison of the
   * resource with the request.
   */
  readonly recognizedBy: readonly string[] | ((aws: Item['aws'], request: Input) => boolean)
  /**
   * Members of the request that refer to resources, each with its ARN type. If given, errors about a missing resource
   * or role are retryable only if one of these was created through this gateway in the last 15 minutes.
   */
  readonly references?: Readonly<Record<string, string>>
  /** True if the request can be a dry run, which AWS confirms with an exception. Default: false. */
  readonly hasDryRun?: boolean
}

/** Outcome of a creation; without a resource after a dry run. */
interface Creation<Item> {
  readonly resource: Item | undefined
}

/** Adds a mutation that creates a resource. Idempotent for repeats with the same client token. */
export function create<Item extends AnyResource>(declaration: CreateDeclaration<Item>): void {
  const {
    type,
    name: field,
    operation,
    structure,
    members,
    check,
    output,
    references,
    hasDryRun = false,
  } = declaration
  const { noun, naming } = type
  const all = { ...naming.newMembers, ...members }

  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: declaration.inputDescription ?? `Settings of the new ${noun}.`,
    fields: (t) => ({
      ...naming.newFields(t),
      ...inputFields(t, structure, members),
      clientToken: clientTokenField(t),
    }),
  })

  defineMutation<object, Creation<Item>>({
    ...definitionOf(declaration),
    input,
    payload: resourcePayload<Item, Creation<Item>>(
      type,
      typeNameOf(field, 'Payload'),
      declaration.payloadDescription,
      { hasDryRun },
    ),
    creates: true,
    constraints: settingsConstraints(operation, all, check).and(
      z.object({ clientToken: clientToken.nullish() }),
    ),
    plan(values, context) {
      const found = naming.findNew({ ...values }, context)
      if (Array.isArray(found)) return found
      const { target, name, resourceType, belongsTo } = found
      const own = found.store()
      const before = { known: own.known(), startedAt: context.clock.now() }
      const request = { ...toAws(structure, values), ...found.request }
      if (hasDryRun && request['DryRun'] === true) return rehearsal(found, operation, request)
      const referred = references && referredBy(request, references, { target, inventory: context.inventory })
      return {
        target,
        name,
        resourceType,
        verify: found.verify,
        created: { target, resourceType, name },
        ...((referred !== undefined || belongsTo.length > 0) && {
          refersTo: [...belongsTo, ...(referred ?? [])],
        }),
        send: (writer) =>
          own.replaceReturned(() => writer.callDeclaredFor(operation, output, request, { once: true }), {
            kind: 'absentOrEarlier',
          }),
        async reconcile(read, since) {
          const shown = await own.shown(read)
          const isOurs =
            shown !== undefined &&
            isCreatedBy(shown, before, since) &&
            isAsRequested(shown.aws, request, declaration.recognizedBy)
          if (!isOurs) return undefined
          await own.forgetChildren()
          return { resource: shown }
        },
      }
    },
  })
}

/** Returns the plan of a dry run, which creates nothing. */
function rehearsal<Item extends AnyResource>(
  { target, name, resourceType, verify }: NamedResource<Item>,
  operation: OperationName,
  request: Input,
): Plan<Creation<Item>> {
  return {
    target,
    name,
    resourceType,
    verify,
    async send(writer) {
      const { awsRequestId } = await writer.rehearse(operation, request)
      return { output: { resource: undefined }, awsRequestId }
    },
  }
}

/** Returns the resources that a request refers to, by name in its target or by ARN. */
function referredBy(
  request: Input,
  references: Readonly<Record<string, string>>,
  {
    target,
    inventory,
  }: { readonly target: Target; readonly inventory: Pick<ReportedInventory, 'targetsOf'> },
): ReferredResource[] {
  return Object.entries(references).flatMap(([member, resourceType]) => {
    const value = request[member]
    if (typeof value !== 'string') return []
    const parsed = parseArn(value)
    if (parsed === undefined) return [{ target, resourceType, name: value }]
    const owners = inventory.targetsOf(value, target)
    return owners.map((owner) => ({ target: owner, resourceType, name: parsed.name }))
  })
}

/** Returns true if a resource matches the request; another caller may have created one with the same name. */
function isAsRequested<Aws extends object>(
  aws: Aws,
  request: Input,
  members: readonly string[] | ((aws: Aws, request: Input) => boolean),
): boolean {
  if (typeof members === 'function') return members(aws, request)
  const shown = new Map<string, unknown>(Object.entries(aws))
  return members.every((member) => request[member] === undefined || shown.get(member) === request[member])
}
