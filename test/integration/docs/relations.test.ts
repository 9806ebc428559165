import { buildSchema, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { readPage, readRepositoryFile } from '../../support/readme.ts'

const page = readPage('docs/queries.md')

test('lists every relation of every resource, and only existing fields', () => {
  const types = buildSchema(readRepositoryFile('schema.graphql')).getTypeMap()
  const fieldsOf = (name: string) => {
    const type = types[name]
    return isObjectType(type) ? Object.values(type.getFields()) : []
  }
  const listed = page.firstColumn('Field')
  const resources = Object.keys(types).filter((name) =>
    fieldsOf(name).some((field) => field.name === 'target'),
  )
  const isRelation = (type: string) =>
    resources.includes(type) ||
    /^(\w+Connection|\[AppStream(CatalogApplication|EntitledApplication|Tag)!\])$/.test(type)
  const relations = resources.flatMap((name) =>
    fieldsOf(name)
      .filter(({ type }) => isRelation(String(type)))
      .map((field) => `${name}.${field.name}`),
  )
  const lists = fieldsOf('Query')
    .filter(({ type }) => String(type).endsWith('Connection'))
    .map(({ name }) => `Query.${name}`)

  expect(listed.toSorted()).toEqual([...relations, ...lists].toSorted())
})
