import { normalizedExecutor } from '@graphql-tools/executor'
import fc from 'fast-check'
import { buildSchema, type ExecutionArgs, isScalarType, parse, specifiedRules, validate } from 'graphql'
import { isAsyncIterable } from 'graphql-yoga'
import { expect, test, vi } from 'vitest'
import { jsonSizeOf } from '../../../../../src/server/execution/json-size.ts'
import { createQueryExecutor } from '../../../../../src/server/execution/query/executor.ts'
import { sizeBoundOf } from '../../../../../src/server/execution/query/size-bound.ts'
import { createRandomSchema } from './random-schema.ts'

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
    no: fc.boolean(),
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
    `query ($nth: Int! = 2, $at: Point, $colors: [Color!], $yes: Boolean! = true, $no: Boolean! = false) ${selection}
    fragment OfCat on Cat { name anything friend(at: $at) { name } }
    fragment OfDog on Dog { id pets { ...OfCat } }
    fragment OfNamed on Named { name ... on Cat @include(if: $yes) { age } }`,
)

/** Rules other than those for variables and fragments that a random document does not use. */
const rules = specifiedRules.filter(({ name }) => !name.startsWith('NoUnused'))

async function described(executed: ReturnType<typeof normalizedExecutor>) {
  const result = await executed
  // Fields that still run when the result is null add their errors to it.
  await new Promise((resolve) => setImmediate(resolve))
  if (isAsyncIterable(result)) throw new Error('The result is a stream.')
  const { data, errors, ...others } = result
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

test('returns the results of graphql-tools for any query, values and errors', async () => {
  const execute = createQueryExecutor()
  let valid = 0
  await fc.assert(
    fc.asyncProperty(documents, variables, fc.nat(), async (text, variableValues, seed) => {
      const document = parse(text)
      fc.pre(validate(schema, document, rules).length === 0)
      valid++
      // Repeated, with other variables, since the document has a plan then.
      for (const values of [variableValues, {}, variableValues]) {
        const args = { schema, document, variableValues: values, contextValue: seed }
        const expected = await described(normalizedExecutor(args))
        const result = await execute(args)
        expect(await described(result)).toEqual(expected)
        if (isAsyncIterable(result)) throw new Error('The result is a stream.')
        expect(sizeBoundOf(result.data)).toBeGreaterThanOrEqual(
          result.data ? jsonSizeOf(result.data, Number.POSITIVE_INFINITY) : 0,
        )
      }
    }),
    { numRuns: 300 },
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
  const execute = createQueryExecutor()
  const document = parse('{ list { item(text: "a") } }')

  expect(await execute({ schema, document, rootValue })).toEqual({
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

test.each([
  ['a mutation', 'mutation { one two }', undefined],
  ['an invalid variable', 'query ($n: Int!) { one }', { n: 'x' }],
  ['an unknown operation', 'query A { one } query B { one }', undefined],
])('executes %s like graphql-tools', async (_what, text, variableValues) => {
  const schema = buildSchema('type Query { one: Int } type Mutation { one: Int two: Int }')

  async function outcomeOf(execute: (args: ExecutionArgs) => unknown) {
    let active = 0
    const resolve = async () => {
      active++
      await new Promise((resolve) => setImmediate(resolve))
      return active--
    }
    try {
      const rootValue = { one: resolve, two: resolve }
      return JSON.stringify(await execute({ schema, document: parse(text), rootValue, variableValues }))
    } catch (error) {
      return String(error)
    }
  }

  expect(await outcomeOf(createQueryExecutor())).toBe(await outcomeOf(normalizedExecutor))
})
