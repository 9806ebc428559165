import { isUpstreamError, mayHaveRun } from '../../../appstream/errors/exceptions.ts'
import { type Settled, settleAll } from '../../../inventory/cache/invalidations.ts'
import type { ReportedRead } from '../../../inventory/cache/reads.ts'
import { type AnyResource, createdMs } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import type { GraphContext } from '../../context.ts'
import { defineMutation } from '../../mutation/define.ts'
import type { Plan } from '../../mutation/plan.ts'
import { teardownRegistry } from '../teardown.ts'
import { definitionOf, type MutationDeclaration, settingsConstraints, typeNameOf } from './declaration.ts'
import type { NamedResource } from './naming.ts'
import { type DeletedResource, deletedResourcePayload } from './payload.ts'

/** Declaration of a mutation that deletes a resource. */
export interface RemoveDeclaration<Item extends AnyResource> extends MutationDeclaration<Item> {
  /** Member of the response that holds the resource while AWS deletes it. Absent if the deletion is immediate. */
  readonly output?: string
  /** State that AWS requires of the resource, to which a teardown plan brings it first. Default: none. */
  readonly requires?: string
}

/** Adds a mutation that deletes a resource. */
export function remove<Item extends AnyResource>(declaration: RemoveDeclaration<Item>): void {
  const { type, name: field, output, requires, action } = declaration
  const { naming, kind, noun } = type
  teardownRegistry.removals.push({ kind, noun, mutation: field, requires })
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `The ${type.noun} to delete, identified by ${naming.by}.`,
    fields: (t) => naming.fields(t),
  })
  defineMutation<object, DeletedResource<Item>>({
    ...definitionOf({
      ...declaration,
      action: action && { ...(requires !== undefined && { states: [requires] }), ...action },
    }),
    deletes: true,
    input,
    payload: deletedResourcePayload(type, typeNameOf(field, 'Payload'), { isReturned: output !== undefined }),
    constraints: settingsConstraints(declaration.operation, {}),
    plan(values, context) {
      const found = naming.find({ ...values }, context)
      if (Array.isArray(found)) return found
      return output === undefined
        ? planRemoval(declaration, found, context)
        : planDeletion(declaration, output, found)
    },
  })
}

/** Plans an asynchronous deletion, whose response contains the resource in its deleting state. */
function planDeletion<Item extends AnyResource>(
  { type, operation }: RemoveDeclaration<Item>,
  output: string,
  found: NamedResource<Item>,
): Plan<DeletedResource<Item>> {
  const own = found.store()
  const known = own.known()
  const payload = (resource: Item) => ({ resource, id: type.identity.idOf(resource) })
  return {
    ...found,
    async send(writer) {
      const written = await own.replaceReturned(
        () => writer.callDeclaredFor(operation, output, found.request),
        { kind: 'deleting' },
      )
      return { ...written, output: payload(written.output.resource) }
    },
    async reconcile(read) {
      const shown = await own.shown(read)
      if (shown?.aws.State === 'DELETING') return payload(shown)
      // A resource that was never observed may not have existed: deletion takes longer than this read.
      return shown === undefined && known !== undefined ? payload(known) : undefined
    },
  }
}

/** Plans an immediate deletion, whose response is empty. */
function planRemoval<Item extends AnyResource>(
  { operation }: RemoveDeclaration<Item>,
  found: NamedResource<Item>,
  context: GraphContext,
): Plan<DeletedResource<Item>> {
  const own = found.store()
  const known = own.known()
  const payload = (): DeletedResource<Item> => ({ resource: known, id: own.id() ?? '' })
  return {
    ...found,
    async verify(read: ReportedRead) {
      await found.verify(read)
      // Any resource of the target's own reveals its account, and so the ARN of the deleted resource.
      if (own.id() === undefined) await own.collection.read(read)
    },
    async send(writer) {
      const write = own.begin()
      let details: Settled
      try {
        const { awsRequestId } = await writer.callDeclared(operation, found.request).finally(() => {
          details = own.invalidateDetails()
        })
        const rule = { kind: 'deleted', createdMs: createdMs(known), deletedMs: context.clock.now() } as const
        const key = own.key()
        await settleAll([
          key === undefined ? write.unknown() : write.deleted(key, rule),
          own.forgetChildren(),
        ])
        return { output: payload(), awsRequestId }
      } catch (error) {
        if (mayHaveRun(error)) await write.unknown()
        else if (isUpstreamError(error) && error.code === 'UPSTREAM_REJECTED') await write.rejected()
        else write.notExecuted()
        throw error
      } finally {
        await details
      }
    },
    async reconcile(read) {
      const shown = await own.shown(read)
      if (shown !== undefined) return undefined
      await own.forgetChildren()
      // A resource that was never observed may not have existed.
      return known === undefined ? undefined : payload()
    },
  }
}
