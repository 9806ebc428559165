import { buildSchema, GraphQLError, getVariableValues, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { boundErrors, boundLocations, boundMessage, MAX_ERRORS } from '../../../src/server/error-bounds.ts'

const failures = (count: number, text = 'x') =>
  Array.from({ length: count }, (_, index) => new GraphQLError(text, { path: ['a', index] }))

test('keeps the allowed number of errors and counts the others', () => {
  expect(boundErrors(failures(MAX_ERRORS))).toHaveLength(MAX_ERRORS)
  const bounded = boundErrors(failures(50_000))
  expect(bounded).toHaveLength(MAX_ERRORS + 1)
  expect(bounded.at(-1)).toMatchObject({
    message: expect.stringContaining('49900 further errors'),
    extensions: { code: 'ERRORS_LEFT_OUT' },
  })
})

test('charges long paths but always keeps the first error', () => {
  const long = Array.from({ length: 3 }, () => new GraphQLError('x', { path: ['a'.repeat(200_000)] }))
  const bounded = boundErrors(long)
  expect(bounded).toHaveLength(2)
  expect(bounded[0]).toBe(long[0])
  expect(bounded[1]?.message).toContain('2 further errors')
})

test('truncates a message without splitting a character', () => {
  const error = new GraphQLError(`${'x'.repeat(999)}😀${'y'.repeat(5000)}`)
  expect(boundMessage(error, error.message)).toBe(`${'x'.repeat(999)}…`)
})

test('names the location of a variable error, not the value', () => {
  const schema = buildSchema('input Filter { name: String ids: [Int] } type Query { a(f: Filter): Int }')
  const document = parse('query ($f: Filter) { a(f: $f) }')
  const [operation] = document.definitions
  const definitions = (operation && 'variableDefinitions' in operation && operation.variableDefinitions) || []
  const secret = 'secret at "f.name"; '.repeat(10_000)
  const { errors = [] } = getVariableValues(schema, definitions as never, {
    f: { name: secret, ids: [1, secret], zzzzzzzz: 1 },
  })
  const messages = errors.map((error) => boundMessage(error, error.message))
  expect(messages).toHaveLength(2)
  expect(messages[0]).toMatch(/^Variable "\$f" got invalid value at "f\.ids\[1\]"; Int cannot represent/)
  expect(messages[1]).toBe(
    'Variable "$f" got invalid value; Field "zzzzzzzz" is not defined by type "Filter".',
  )
  for (const message of messages) expect(message.length).toBeLessThan(1000)
})

test('does not repeat a literal of the document', () => {
  const schema = buildSchema(
    'input Account { name: String! } type Query { a(of: Account, ofAll: [Account!]): Int }',
  )
  const messagesOf = (document: string) =>
    validate(schema, parse(document)).map((error) => boundMessage(error, error.message))
  expect(messagesOf('{ a(of: "secret", ofAll: "secret") }')).toEqual([
    'Expected value of type "Account".',
    'Expected value of type "[Account!]".',
  ])
  expect(messagesOf('{ a(of: { name: ["secret"] }) }')).toEqual([
    'String cannot represent a non string value.',
  ])
  expect(messagesOf('{ a(of: { name: null }) }')).toEqual(['Expected value of type "String!", found null.'])
})

test('repeats no list or object given for a scalar or enum', () => {
  const schema = buildSchema(
    'enum Size { BIG } input Filter { n: Int b: Boolean i: ID f: Float e: Size } type Query { a(f: Filter): Int }',
  )
  const [operation] = parse('query ($f: Filter) { a(f: $f) }').definitions
  const definitions = (operation && 'variableDefinitions' in operation && operation.variableDefinitions) || []
  const messages = ['n', 'b', 'i', 'f', 'e'].flatMap((member) =>
    [`{ a(f: { ${member}: { p: "secret" } }) }`, `{ a(f: { ${member}: ["secret"] }) }`]
      .flatMap((document) => validate(schema, parse(document)))
      .concat(getVariableValues(schema, definitions, { f: { [member]: { p: 'secret' } } }).errors ?? [])
      .map((error) => boundMessage(error, error.message)),
  )
  expect(messages).toHaveLength(15)
  for (const message of messages) expect(message).toMatch(/ cannot represent [^:]*value\.$/)
})

test('repeats no string of a document that cannot be parsed', () => {
  const messageOf = (document: string) => {
    try {
      parse(document)
    } catch (error) {
      return error instanceof GraphQLError ? boundMessage(error, error.message) : undefined
    }
    return undefined
  }
  expect(messageOf('{ a(of: { name "secret" }) }')).toBe('Syntax Error: Expected ":", found String.')
  expect(messageOf('{ a(of: { name: "x" """secret""" }) }')).toBe(
    'Syntax Error: Expected Name, found BlockString.',
  )
  expect(messageOf('"x" "secret"')).toBe('Syntax Error: Unexpected String.')
})

test('keeps the first ten locations', () => {
  const document = parse(`{ ${'a '.repeat(500)} }`)
  const [operation] = document.definitions
  const nodes = operation && 'selectionSet' in operation ? (operation.selectionSet?.selections ?? []) : []
  const error = new GraphQLError('x', { nodes })
  expect(boundLocations(error).nodes).toHaveLength(10)
})
