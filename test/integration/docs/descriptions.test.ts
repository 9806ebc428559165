import {
  buildSchema,
  type GraphQLField,
  getNamedType,
  isCompositeType,
  isInputObjectType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { expect, test } from 'vitest'
import { readRepositoryFile } from '../../support/readme.ts'

const types = Object.values(buildSchema(readRepositoryFile('schema.graphql')).getTypeMap())
const fields = types
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ ...field, path: `${type.name}.${field.name}` })),
  )
const argumentNames = new Set(fields.flatMap(({ args }) => args.map(({ name }) => name)))

test('descriptions of arguments name only arguments that the field has', () => {
  const wrong = fields.flatMap((field) =>
    field.args.flatMap(({ name, description }) =>
      namesIn(description)
        .filter((named) => argumentNames.has(named) && !namesNear(field).has(named))
        .map((named) => `${field.path}(${name}): ${named}`),
    ),
  )

  expect(wrong).toEqual([])
})

test('a subscription mentions cursors only if it can be resumed', () => {
  const subscriptions = fields.filter(({ path }) => path.startsWith('Subscription.'))
  const mentioning = subscriptions.filter(({ args }) =>
    args.some(({ name, description }) => name !== 'after' && description?.includes('cursor')),
  )
  const resumable = subscriptions.filter(({ args }) => args.some(({ name }) => name === 'after'))

  expect(resumable.length).toBeGreaterThan(0)
  expect(mentioning.map(({ path }) => path)).toEqual(resumable.map(({ path }) => path))
})

function namesIn(description: string | null | undefined): readonly string[] {
  return Array.from(description?.matchAll(/`([a-z]\w*)`/g) ?? [], ([, name = '']) => name)
}

/** Returns the arguments of a field, their members, and the fields of its type. */
function namesNear({ args, type }: GraphQLField<unknown, unknown>): ReadonlySet<string> {
  const near = [type, ...args.map((argument) => argument.type)].map(getNamedType)
  const members = near.flatMap((each) =>
    (isCompositeType(each) && !isUnionType(each)) || isInputObjectType(each)
      ? Object.keys(each.getFields())
      : [],
  )
  return new Set([...members, ...args.map(({ name }) => name)])
}
