import { isUpstreamError, mayHaveRun } from '../../../appstream/exceptions.ts'
import { knownTime } from '../../../appstream/times.ts'
import type { ReadOptions } from '../../../inventory/cached.ts'
import { isBeforeWrite } from '../../../inventory/overlay.ts'
import { type AnyResource, arnOf } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, type ResourceNaming, resourceNamingFields } from '../../mutation/own-resource.ts'
import { definitionOf, type MutationDeclaration, settingsConstraints, typeNameOf } from './declaration.ts'
import { type DeletedResource, deletedResourcePayload } from './payload.ts'
import { inventoryOf } from './written.ts'

/** Adds a mutation that deletes a resource at once; its answer is empty. */
export function remove<Item extends AnyResource>(declaration: MutationDeclaration<Item>): void {
  const { type, name: field, operation, associations } = declaration
  const { kind, noun } = type
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `The ${noun} to delete, by exactly one of \`arn\` and \`name\`.`,
    fields: (t) => resourceNamingFields(t),
  })

  defineMutation<object, DeletedResource<Item>>({
    ...definitionOf(declaration),
    input,
    payload: deletedResourcePayload(type, typeNameOf(field, 'Payload')),
    constraints: settingsConstraints(operation, {}),
    plan(given, context) {
      const naming: ResourceNaming = given
      const found = findOwnResource(naming, kind.arnType ?? '', context.inventory)
      if (Array.isArray(found)) return found
      const own = inventoryOf(context, kind, found, associations)
      const known = own.known()
      const arn = () => naming.arn ?? own.arn() ?? (known === undefined ? undefined : arnOf(known))
      const payload = (): DeletedResource<Item> => ({ resource: known, arn: arn() ?? '' })
      return {
        ...found,
        async verify(read: ReadOptions) {
          await found.verify(read)
          // Any resource of its own tells the account of a target, and with it the ARN of what is deleted.
          if (arn() === undefined) await own.collection.read(read)
        },
        async send(writer) {
          const write = own.begin()
          try {
            const { awsRequestId } = await writer.call(operation, { Name: found.name } as never)
            const createdMs = knownTime(known?.aws.CreatedTime)
            const rule = { kind: 'deleted', createdMs, deletedMs: context.clock.now() } as const
            const key = arn()
            if (key === undefined) write.unclear()
            else write.gone(key, (shown) => isBeforeWrite(rule, shown))
            return { output: payload(), awsRequestId }
          } catch (error) {
            if (mayHaveRun(error)) write.unclear()
            else if (isUpstreamError(error) && error.code === 'UPSTREAM_REJECTED') write.refused()
            else write.changedNothing()
            throw error
          } finally {
            own.forgetDetails()
          }
        },
        async look(read) {
          const shown = await own.shown(read)
          // What was never seen need not have been there.
          return shown === undefined && known !== undefined ? payload() : undefined
        },
      }
    },
  })
}
