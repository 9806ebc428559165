import { z } from 'zod'
import { parseArn } from '../../appstream/arn.ts'
import type { AppStreamWriter, Written } from '../../appstream/writer.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { resourceRegistry } from '../kit/registry.ts'
import { tagKeys, tags, toTagMap } from '../mutation/constraints.ts'
import { defineMutation } from '../mutation/define.ts'
import { findOwner } from '../mutation/own-resource.ts'
import type { Planned } from '../mutation/plan.ts'
import type { Tagged } from './loader.ts'
import { TagInput, TagRef, tagsOf } from './type.ts'

const TagAppStreamResourceInput = builder.inputType('TagAppStreamResourceInput', {
  description: 'Tags to add to a resource.',
  fields: (t) => ({
    resourceArn: t.id({
      required: true,
      description: 'ARN of a resource in an account and region that this gateway serves.',
    }),
    tags: t.field({
      type: [TagInput],
      required: true,
      description: '1 to 50 tags. The value of an existing key is replaced.',
    }),
  }),
})

const UntagAppStreamResourceInput = builder.inputType('UntagAppStreamResourceInput', {
  description: 'Tags to remove from a resource.',
  fields: (t) => ({
    resourceArn: t.id({
      required: true,
      description: 'ARN of a resource in an account and region that this gateway serves.',
    }),
    tagKeys: t.stringList({ required: true, description: '1 to 50 tag keys to remove.' }),
  }),
})

function payload(name: string, description: string) {
  return builder.objectRef<Tagged>(name).implement({
    description,
    fields: (t) => ({
      arn: t.id({ description: 'ARN of the resource.', resolve: ({ arn }) => arn }),
      resource: t.field({
        type: builder.nodeInterfaceRef(),
        nullable: true,
        description:
          'The resource, read only if selected. Null if it does not exist, or if this gateway does not serve its type.',
        resolve: ({ arn }, _args, context) => loadResource(arn, context),
      }),
      tags: t.field({
        type: [TagRef],
        nullable: true,
        description:
          'All tags of the resource, sorted by key. Null only if loading failed; see `errors`. Read only if selected.',
        resolve: (tagged, _args, context) => tagsOf(tagged, context),
      }),
    }),
  })
}

function loadResource(arn: string, context: GraphContext) {
  const arnType = parseArn(arn)?.resourceType
  return arnType === undefined ? null : (resourceRegistry.loadByArn(context, arnType, arn) ?? null)
}

/** Change of the tags of a resource. */
interface TagChange {
  readonly call: (writer: AppStreamWriter) => Promise<Written<object>>
  /** Returns true if the resulting tags match the request. */
  readonly isDone: (tags: Readonly<Record<string, string>>) => boolean
}

function planTagging(
  arn: string,
  { wholeInventory: inventory }: GraphContext,
  { call, isDone }: TagChange,
): Planned<Tagged> {
  const parsed = parseArn(arn)
  if (parsed === undefined)
    return [{ path: 'resourceArn', message: 'Must be the ARN of an AppStream resource.' }]
  const found = findOwner(parsed, inventory, 'resourceArn')
  if (Array.isArray(found)) return found
  const { target, verify } = found
  const { details } = inventory.of(target)
  return {
    target,
    name: arn,
    verify,
    async send(writer) {
      try {
        const { awsRequestId } = await call(writer)
        return { output: { target, arn }, awsRequestId }
      } finally {
        await details.invalidateTags(arn)
      }
    },
    reconcile: async (read) => (isDone(await details.tags(arn, read)) ? { target, arn } : undefined),
  }
}

defineMutation({
  name: 'tagAppStreamResource',
  operation: 'TagResource',
  scope: 'appstream:manage',
  description: 'Adds tags to a resource. Other tags are kept.',
  input: TagAppStreamResourceInput,
  payload: payload('TagAppStreamResourcePayload', 'Payload with the tagged resource.'),
  errors: ['LimitExceeded', 'InvalidAccountStatus', 'ResourceNotFound'],
  constraints: z.object({ tags }),
  plan(input, context) {
    const requested = toTagMap(input.tags) ?? {}
    return planTagging(input.resourceArn, context, {
      call: (writer) => writer.call('TagResource', { ResourceArn: input.resourceArn, Tags: requested }),
      isDone: (present) => Object.entries(requested).every(([key, value]) => present[key] === value),
    })
  },
})

defineMutation({
  name: 'untagAppStreamResource',
  operation: 'UntagResource',
  scope: 'appstream:manage',
  description: 'Removes tags from a resource. Keys without a tag are ignored.',
  input: UntagAppStreamResourceInput,
  payload: payload('UntagAppStreamResourcePayload', 'Payload with the resource whose tags were removed.'),
  errors: ['ResourceNotFound'],
  constraints: z.object({ tagKeys }),
  plan: (input, context) =>
    planTagging(input.resourceArn, context, {
      call: (writer) =>
        writer.call('UntagResource', { ResourceArn: input.resourceArn, TagKeys: [...input.tagKeys] }),
      isDone: (present) => input.tagKeys.every((key) => !Object.hasOwn(present, key)),
    }),
})
