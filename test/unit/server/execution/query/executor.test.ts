import fc from 'fast-check'
import {
  buildSchema,
  type ExecutionResult,
  execute,
  isScalarType,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import type { PromiseOrValue } from 'graphql-yoga'
import { expect, test, vi } from 'vitest'
import { jsonSizeOf } from '../../../../../src/server/execution/json-size.ts'
import { createQueryExecutor } from '../../../../../src/server/execution/query/executor.ts'
import { sizeBoundOf } from '../../../../../src/server/execution/query/size-bound.ts'
import { seeded } from '../../../../support/seeded.ts'
import { createRandomSchema, mayFail } from './random-schema.ts'

const schema = createRandomSchema()

/** Fields by type, with the type that they return; undefined for a leaf. */
const FIELDS: Readonly<Record<string, readonly (readonly [text: string, type?: string])[]>> = {
  Query: [
    ['cat', 'Cat'],
    ['cat(nth: $nth, at: $at)', 'Cat'],
    ['cat(at: {y: [1, 2]}, color: GREEN)', 'Cat'],
    ['dog', 'Dog'],
    ['named', 'Named'],
    ['pets', 'Pet'],
    ['cats', 'Cat'],
    ['color'],
    ['color(of: $colors)'],
  ],
  Cat: [
    ['name'],
    ['age'],
    ['color'],
    ['anything'],
    ['grid'],
    ['friend(nth: $nth)', 'Named'],
    ['kittens', 'Cat'],
    ['pets', 'Pet'],
    ['best', 'Cat'],
  ],
  Dog: [['name'], ['barks'], ['id'], ['weight'], ['pets', 'Pet'], ['best', 'Cat'], ['friend', 'Named']],
  Named: [['name'], ['friend(at: $at)', 'Named']],
  Pet: [],
}
const POSSIBLE: Readonly<Record<string, readonly string[]>> = {
  Named: ['Cat', 'Dog', 'Named'],
  Pet: ['Cat', 'Dog', 'Named'],
  Cat: ['Cat', 'Named'],
  Dog: ['Dog', 'Pet'],
  Query: ['Query'],
}
const ALIASES = ['', '', '', 'a: ', 'b: ', 'then: ', 'toJSON: ', 'constructor: ', '__proto__: ']
const DIRECTIVES = ['', '', '', '', ' @skip(if: $no)', ' @include(if: $yes)', ' @include(if: $no)']

const variables = fc.record(
  {
    nth: fc.constantFrom(1, 2),
    at: fc.constantFrom(null, {}, { x: 1 }, { y: [4] }),
    colors: fc.constantFrom(null, [], ['GREEN'], 'RED'),
    yes: fc.boolean(),
    // Valid, because the variable has a default, but an error of the directive.
    no: fc.constantFrom(true, false, null),
  },
  { requiredKeys: [] },
)

function selectionOn(type: string, depth: number): fc.Arbitrary<string> {
  const fields = (FIELDS[type] ?? []).filter(([, inner]) => inner === undefined || depth > 0)
  const field = fc
    .tuple(
      fc.constantFrom(...ALIASES),
      fc.constantFrom(...fields, ['__typename'] as const),
      fc.constantFrom(...DIRECTIVES),
    )
    .chain(([alias, [text, inner], directive]) =>
      (inner === undefined ? fc.constant('') : selectionOn(inner, depth - 1)).map(
        (selection) => `${alias}${text}${directive}${selection}`,
      ),
    )
  const inline = fc
    .tuple(fc.constantFrom(...(POSSIBLE[type] ?? [])), fc.constantFrom(...DIRECTIVES))
    .chain(([on, directive]) =>
      selectionOn(on, depth - 1).map((selection) => `... on ${on}${directive}${selection}`),
    )
  const spread = fc.constantFrom(...['Cat', 'Dog', 'Named']).map((on) => `...Of${on}`)
  const choices = depth > 0 && type !== 'Query' ? [field, field, field, inline, spread] : [field]
  return fc.array(fc.oneof(...choices), { minLength: 1, maxLength: 4 }).map((all) => `{ ${all.join(' ')} }`)
}

const documents = selectionOn('Query', 4).map(
  (selection) =>
    `query ($nth: Int! = 2, $at: Point, $colors: [Color!], $yes: Boolean! = true, $no: Boolean = false) ${selection}
    fragment OfCat on Cat { name anything friend(at: $at) { name } }
    fragment OfDog on Dog { id pets { ...OfCat } }
    fragment OfNamed on Named { name ... on Cat @include(if: $yes) { age } }`,
)

/** Rules other than those for variables and fragments that a random document does not use. */
const rules = specifiedRules.filter(({ name }) => !name.startsWith('NoUnused'))

async function described(executed: PromiseOrValue<ExecutionResult> | undefined) {
  const { data, errors, ...others } = (await executed) ?? {}
  // Fields that still execute when the result is null must not add their errors to it.
  await new Promise((resolve) => setImmediate(resolve))
  return {
    // The order of the members counts.
    data: JSON.stringify(data),
    errors: errors?.map((error) => [
      JSON.stringify(error),
      error.originalError?.constructor.name,
      error.originalError?.message,
    ]),
    ...others,
  }
}

test('returns the results of graphql-js for any query, values and errors', async () => {
  const executeQuery = createQueryExecutor()
  let valid = 0
  await fc.assert(
    fc.asyncProperty(documents, variables, fc.nat(), async (text, variableValues, seed) => {
      const document = parse(text)
      fc.pre(validate(schema, document, rules).length === 0)
      fc.pre(mayFail(seed) || variableValues.no !== null)
      valid++
      // Repeated, with other variables, since the document has a plan then.
      for (const values of [variableValues, {}, variableValues]) {
        const args = { schema, document, variableValues: values, contextValue: seed }
        const expected = await described(execute(args))
        const result = await executeQuery(args)
        expect(await described(result)).toEqual(expected)
        expect(sizeBoundOf(result?.data)).toBeGreaterThanOrEqual(
          result?.data ? jsonSizeOf(result.data, Number.POSITIVE_INFINITY) : 0,
        )
      }
    }),
    { ...seeded, numRuns: 300 },
  )
  expect(valid).toBeGreaterThan(50)
})

test('a failed item leaves no rejection of the items before it unhandled', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  const schema = buildSchema('type Query { list: [Int!] }')
  const rootValue = { list: [Promise.reject(new Error('first')), new Error('second')] }
  const result = await createQueryExecutor()({ schema, document: parse('{ list }'), rootValue })
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', unhandled)

  expect(result).toEqual({ data: { list: null }, errors: [expect.objectContaining({ message: 'second' })] })
  expect(unhandled).not.toHaveBeenCalled()
})

test('coerces the arguments of a field once per request', async () => {
  const parseValue = vi.fn(String)
  const schema = buildSchema('scalar Text type Item { item(text: Text): String } type Query { list: [Item] }')
  const { Text } = schema.getTypeMap()
  if (isScalarType(Text)) Text.parseLiteral = parseValue
  const rootValue = { list: [1, 2, 3].map((n) => ({ item: ({ text }: { text: string }) => `${text}${n}` })) }
  const executeQuery = createQueryExecutor()
  const document = parse('{ list { item(text: "a") } }')

  expect(await executeQuery({ schema, document, rootValue })).toEqual({
    data: {
      list: [
        { item: expect.stringMatching(/1$/) },
        { item: expect.stringMatching(/2$/) },
        { item: expect.stringMatching(/3$/) },
      ],
    },
  })
  expect(parseValue).toHaveBeenCalledTimes(1)
})

test('passes the same frozen arguments for all objects of a list', async () => {
  const seen: object[] = []
  const schema = buildSchema('type Item { item(n: Int): Int } type Query { list: [Item] }')
  const rootValue = { list: [1, 2].map(() => ({ item: (args: object) => void seen.push(args) })) }
  await createQueryExecutor()({ schema, document: parse('{ list { item(n: 1) } }'), rootValue })

  expect(seen).toEqual([{ n: 1 }, { n: 1 }])
  expect(seen[0]).toBe(seen[1])
  expect(seen[0]).toSatisfy(Object.isFrozen)
})

test('adds no error to a result that was returned', async () => {
  const schema = buildSchema('type Query { first: Int! second: Int }')
  const second = Promise.withResolvers<number>()
  const rootValue = { first: Promise.reject(new Error('first')), second: second.promise }
  const result = await createQueryExecutor()({ schema, document: parse('{ first second }'), rootValue })
  second.reject(new Error('second'))
  await new Promise((resolve) => setImmediate(resolve))

  expect(result).toEqual({ data: null, errors: [expect.objectContaining({ message: 'first' })] })
})

test('returns an error for a directive without a value', async () => {
  const schema = buildSchema('type Query { one: Int }')
  const document = parse('query ($no: Boolean = false) { one @skip(if: $no) }')
  const result = await createQueryExecutor()({ schema, document, variableValues: { no: null } })

  expect(result).toEqual({
    data: null,
    errors: [
      expect.objectContaining({ message: 'Argument "if" of non-null type "Boolean!" must not be null.' }),
    ],
  })
})

test('plans a document again for another schema', async () => {
  const document = parse('{ one }')
  const executeQuery = createQueryExecutor()
  const schemas = ['Int', 'String'].map((type) => buildSchema(`type Query { one: ${type} }`))
  const results = schemas.map((schema) => executeQuery({ schema, document, rootValue: { one: 1 } }))

  expect(await Promise.all(results)).toEqual([{ data: { one: 1 } }, { data: { one: '1' } }])
})

test.each([
  ['a mutation', 'mutation { one }', undefined],
  ['a subscription', 'subscription { one }', undefined],
  ['invalid variables', 'query ($n: Int!) { one }', { n: 'x' }],
  ['an unknown operation', 'query A { one } query B { one }', undefined],
])('leaves %s to another executor', (_what, text, variableValues) => {
  const schema = buildSchema(
    'type Query { one: Int } type Mutation { one: Int } type Subscription { one: Int }',
  )
  const one = vi.fn()
  const executed = createQueryExecutor()({
    schema,
    document: parse(text),
    rootValue: { one },
    variableValues,
  })

  expect(executed).toBeUndefined()
  expect(one).not.toHaveBeenCalled()
})
