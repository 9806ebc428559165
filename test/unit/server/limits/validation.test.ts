import { type DocumentNode, parse, type ValidationRule, validate } from 'graphql'
import { expect, test } from 'vitest'
import { combineRules, validateFaster } from '../../../../src/server/limits/validation.ts'
import { sharedSchema } from '../../../support/gateway.ts'
import { seededRandom } from '../../../support/random.ts'
import { createDocumentMaker } from '../../../support/random-document.ts'

/** A document that breaks each rule of the specification, by what is wrong. */
const INVALID: Readonly<Record<string, string>> = {
  'a type definition': 'type Own { name: String } { images { totalCount } }',
  'equal operation names': 'query A { images { totalCount } } query A { images { totalCount } }',
  'an anonymous operation beside another': '{ images { totalCount } } query A { images { totalCount } }',
  'two fields of a subscription': 'subscription { imageStateChanged { kind } b: imageStateChanged { kind } }',
  'an unknown type': '{ images { nodes { ... on Unknown { name } } } }',
  'an unknown variable type': 'query ($a: Unknown) { images { totalCount } }',
  'a fragment on a scalar': 'fragment On on String { length } { images { totalCount } }',
  'an output type as variable': 'query ($a: Image) { images { totalCount } }',
  'a scalar with selections': '{ images { totalCount { more } } }',
  'an object without selections': '{ images }',
  'an unknown field': '{ images { total } }',
  'equal fragment names':
    'fragment F on Image { name } fragment F on Image { name } { images { nodes { ...F } } }',
  'an unknown fragment': '{ images { nodes { ...Unknown } } }',
  'an unused fragment': 'fragment F on Image { name } { images { totalCount } }',
  'an impossible fragment': '{ images { nodes { ... on ImageBuilder { name } } } }',
  'a fragment cycle': 'fragment F on Image { ...F } { images { nodes { ...F } } }',
  'equal variables': 'query ($a: Int, $a: Int) { images(first: $a) { totalCount } }',
  'an undefined variable': '{ images(first: $a) { totalCount } }',
  'an unused variable': 'query ($a: Int) { images { totalCount } }',
  'an unknown directive': '{ images @unknown { totalCount } }',
  'a repeated directive': '{ images @skip(if: true) @skip(if: true) { totalCount } }',
  'an unknown argument of a directive': '{ images @skip(if: true, or: true) { totalCount } }',
  'an unknown argument': '{ images(last: 1, until: 1) { totalCount } }',
  'equal arguments': '{ images(first: 1, first: 2) { totalCount } }',
  'a value of the wrong type': '{ images(first: "one") { totalCount } }',
  'a default of the wrong type': 'query ($a: Int = "one") { images(first: $a) { totalCount } }',
  'a missing argument': '{ node { id } }',
  'a missing argument of a directive': '{ images @skip { totalCount } }',
  'a variable of the wrong type': 'query ($a: String) { images(first: $a) { totalCount } }',
  'fields that cannot be merged': '{ images { a: totalCount a: __typename } }',
  'equal input fields': '{ images(filter: { names: [], names: [] }) { totalCount } }',
  'deep introspection':
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
}

const validateCombined = (document: DocumentNode) => validateFaster(validate)(sharedSchema(), document)

test.for(Object.entries(INVALID))('rejects %s as graphql-js does', ([, text]) => {
  const document = parse(text)
  const expected = validate(sharedSchema(), document)
  expect(expected).not.toEqual([])
  expect(validateCombined(document)).toEqual(expected)
})

test('validates random documents as graphql-js does', () => {
  const random = seededRandom(7)
  const documents = createDocumentMaker(sharedSchema(), random, { texts: ['a', '$b', '@c', '(', '...'] })
  let rejected = 0
  for (let count = 0; count < 400; count++) {
    let document: DocumentNode
    try {
      document = parse(random() < 0.5 ? documents.valid() : documents.damaged())
    } catch {
      continue
    }
    const expected = validate(sharedSchema(), document)
    expect(validateCombined(document)).toEqual(expected)
    if (expected.length > 0) rejected++
  }
  expect(rejected).toBeGreaterThan(50)
})

test('stops at 100 errors as graphql-js does', () => {
  const document = parse(`{ ${Array.from({ length: 150 }, (_, index) => `unknown${index}`).join(' ')} }`)
  expect(validateCombined(document)).toEqual(validate(sharedSchema(), document))
})

test('applies every rule to a document without its text', () => {
  const document = parse('query ($a: Int) { images { totalCount } }', { noLocation: true })
  expect(validateCombined(document).map(({ message }) => message)).toEqual(['Variable "$a" is never used.'])
})

test('lets a rule skip the selections of a node, and end', () => {
  const visited: string[] = []
  const skipping: ValidationRule = () => ({
    Field({ name }) {
      visited.push(name.value)
      return name.value === 'images' ? false : undefined
    },
  })
  const all: ValidationRule = () => ({ enter: ({ kind }) => void visited.push(kind) })
  validate(sharedSchema(), parse('{ images { totalCount } node(id: 1) { id } }'), [
    combineRules([skipping, all]),
  ])
  expect(visited.filter((entry) => entry !== entry.toUpperCase() && !/^[A-Z]/.test(entry))).toEqual([
    'images',
    'node',
    'id',
  ])
  expect(visited.filter((kind) => kind === 'Field')).toHaveLength(4)
})
