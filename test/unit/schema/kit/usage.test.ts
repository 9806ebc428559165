import { expect, test } from 'vitest'
import type { Target } from '../../../../src/appstream/target.ts'
import type { AnyResource } from '../../../../src/inventory/resources.ts'
import type { GraphContext } from '../../../../src/schema/context.ts'
import { createDependentsRegistry } from '../../../../src/schema/kit/usage.ts'

const target: Partial<Target> = { key: 'stub', region: 'us-east-1' }
const context: Partial<GraphContext> = {}

function dependentsOf(
  registry: ReturnType<typeof createDependentsRegistry>,
  resourceType: string | undefined,
) {
  const subject = { target: target as Target, name: 'corp.example.com', resourceType }
  return registry.dependentsOf(subject, context as GraphContext)
}

function user(kind: string): AnyResource {
  const place = { region: 'us-east-1', accountId: undefined, target: target as Target }
  return { kind, name: kind, ...place, aws: {} }
}

test('collects the dependents of every declaration for a type', async () => {
  const registry = createDependentsRegistry()
  registry.add('directory-config', async () => [user('fleet')])
  registry.add('directory-config', async ({ name }) => (name === '' ? [] : [user('image-builder')]))
  registry.add('image', async () => [user('other')])
  expect((await dependentsOf(registry, 'directory-config')).map(({ kind }) => kind)).toEqual([
    'fleet',
    'image-builder',
  ])
})

test('returns no dependents of a type without a declaration', async () => {
  const registry = createDependentsRegistry()
  expect(await dependentsOf(registry, 'fleet')).toEqual([])
  expect(await dependentsOf(registry, undefined)).toEqual([])
})

test('fails if one of the declarations fails', async () => {
  const registry = createDependentsRegistry()
  registry.add('image', async () => [user('fleet')])
  registry.add('image', () => Promise.reject(new Error('denied')))
  await expect(dependentsOf(registry, 'image')).rejects.toThrow('denied')
})
