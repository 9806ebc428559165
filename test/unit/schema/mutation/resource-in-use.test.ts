import { type GraphQLResolveInfo, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'

/** Resolves `sharedWith` of an error about a resource of this type; returns the names requested from AWS. */
async function resolveSharedWith(resourceType: string) {
  const asked: string[] = []
  const shares = async (name: string) => {
    asked.push(name)
    return { value: [] }
  }
  const context = {
    inventory: { of: () => ({ details: { shares } }) },
    reading: { now: () => ({}) },
  }
  const type = createSchema().getType('AppStreamResourceInUseError')
  if (!isObjectType(type)) throw new Error('Missing error type.')
  const { resolve } = type.getFields()['sharedWith'] ?? {}
  const error = { subject: { target: {}, name: 'golden', resourceType } }
  const value = await resolve?.(error, {}, context, {} as GraphQLResolveInfo)
  return { value, asked }
}

test('requests the accounts that an image in use is shared with', async () => {
  expect(await resolveSharedWith('image')).toEqual({ value: [], asked: ['golden'] })
})

test.each(['fleet', 'image-builder'])('does not mistake a %s in use for an image', async (resourceType) => {
  expect(await resolveSharedWith(resourceType)).toEqual({ value: null, asked: [] })
})
