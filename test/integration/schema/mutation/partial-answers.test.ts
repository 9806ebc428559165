import { describe, expect, test } from 'vitest'
import { imageArn, imageBuilderArn } from '../../../support/gateway.ts'
import { MUTATIONS, type MutationName, startWorkshop, warm } from './support.ts'

/** Responses in which AWS omits every optional member. */
const BARE: readonly {
  readonly name: MutationName
  readonly body: object
  readonly payload: string
  readonly select: string
  readonly shows: object
}[] = [
  {
    name: 'createImageBuilder',
    body: { ImageBuilder: { Name: 'fresh' } },
    payload: 'CreateImageBuilderPayload',
    select: 'imageBuilder { arn name state }',
    shows: { imageBuilder: { arn: imageBuilderArn('fresh'), name: 'fresh', state: 'UNKNOWN' } },
  },
  {
    name: 'stopImageBuilder',
    body: { ImageBuilder: { Name: 'desk' } },
    payload: 'StopImageBuilderPayload',
    select: 'imageBuilder { arn name state }',
    shows: { imageBuilder: { arn: imageBuilderArn('desk'), name: 'desk', state: 'UNKNOWN' } },
  },
  {
    name: 'deleteImageBuilder',
    body: { ImageBuilder: { Name: 'desk' } },
    payload: 'DeleteImageBuilderPayload',
    select: 'deletedArn imageBuilder { name }',
    shows: { deletedArn: imageBuilderArn('desk'), imageBuilder: { name: 'desk' } },
  },
  {
    name: 'deleteImage',
    body: { Image: { Name: 'golden' } },
    payload: 'DeleteImagePayload',
    select: 'deletedArn image { name }',
    shows: { deletedArn: imageArn('golden'), image: { name: 'golden' } },
  },
]

describe('a response that contains only a name', () => {
  test.each(BARE)('is a valid payload of $name', async ({ name, body, payload, select, shows }) => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    workshop.emulator.faults.add({
      operation: MUTATIONS[name].operation,
      raw: { status: 200, body: JSON.stringify(body), contentType: 'application/x-amz-json-1.1' },
    })
    const result = await workshop.mutate(name, undefined, { select: `... on ${payload} { ${select} }` })
    expect(result).toEqual({ __typename: payload, ...shows })
  })
})
