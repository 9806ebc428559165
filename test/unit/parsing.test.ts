import fc from 'fast-check'
import { GraphQLError } from 'graphql'
import { describe, expect, test } from 'vitest'
import { formatArn, parseArn, RESOURCE_NAME } from '../../src/appstream/arn.ts'
import { environment } from '../../src/config/environment.ts'
import { ConfigError, loadConfig } from '../../src/config.ts'
import { decodePosition, encodePosition } from '../../src/inventory/feed/position.ts'
import { decodeCursor, encodeCursor } from '../../src/schema/connection/cursor.ts'
import { decodeGlobalId, encodeGlobalId } from '../../src/schema/global-id.ts'
import { anyArn, problemsOf, resourceName, tags } from '../../src/schema/mutation/constraints.ts'

// Every run uses the same texts; another SEED searches elsewhere.
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1), numRuns: 300 })

const name = fc.stringMatching(RESOURCE_NAME)
const arn = fc.record({
  partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b'),
  region: fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-\d$/),
  accountId: fc.oneof(fc.stringMatching(/^\d{12}$/), fc.constant('')),
  resourceType: fc.constantFrom('image', 'image-builder', 'fleet', 'app-block'),
  name,
})
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.base64String())

/** Generates almost valid text: a valid one with text inserted, removed or duplicated. */
function nearly(right: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(right, fc.nat(), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([text, at, cut, added]) => {
      const index = at % (text.length + 1)
      return text.slice(0, index) + added + text.slice(index + cut)
    })
}

/** Returns the value of a parser or its BAD_USER_INPUT. */
function outcomeOf<Value>(parse: () => Value): { readonly value: Value } | { readonly code: unknown } {
  try {
    return { value: parse() }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return { code: error.extensions['code'] }
  }
}

describe('ARNs', () => {
  test('round-trip through printing', () => {
    fc.assert(
      fc.property(arn, (parts) => {
        expect(parseArn(formatArn(parts))).toEqual(parts)
      }),
    )
  })

  test('parse to nothing or print as the same text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearly(arn.map(formatArn))), (text) => {
        const parsed = parseArn(text)
        expect(parsed === undefined || formatArn(parsed) === text).toBe(true)
      }),
    )
  })
})

describe('cursors', () => {
  const scope = { kind: 'Image', order: 'NAME ASC' }
  const keyset = fc.record({
    value: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null)),
    key: arn.map(formatArn),
  })

  test('round-trip through encoding', () => {
    fc.assert(
      fc.property(keyset, (given) => {
        expect(decodeCursor(encodeCursor(scope, given), scope, 'after')).toEqual(given)
      }),
    )
  })

  test('decode valid encodings and reject any other text with BAD_USER_INPUT', () => {
    const cursor = keyset.map((given) => encodeCursor(scope, given))
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'))
    fc.assert(
      fc.property(fc.oneof(anyText, json, nearly(cursor)), (text) => {
        const outcome = outcomeOf(() => decodeCursor(text, scope, 'after'))
        if ('value' in outcome) expect(encodeCursor(scope, outcome.value)).toBe(text)
        else expect(outcome.code).toBe('BAD_USER_INPUT')
      }),
    )
  })

  test('of another kind are rejected', () => {
    fc.assert(
      fc.property(keyset, fc.string(), (given, other) => {
        fc.pre(other !== scope.kind)
        const cursor = encodeCursor({ ...scope, kind: other }, given)
        expect(outcomeOf(() => decodeCursor(cursor, scope, 'after'))).toEqual({ code: 'BAD_USER_INPUT' })
      }),
    )
  })

  test('of the change log round-trip; other text is rejected or a position', () => {
    const versions = fc.dictionary(fc.stringMatching(/^[a-z@/:-]{1,40}$/), fc.nat(), {
      noNullPrototype: true,
    })
    const commit = fc.record({ epoch: fc.uuid(), number: fc.nat(), nonce: fc.base64String() })
    fc.assert(
      fc.property(commit, fc.option(versions, { nil: undefined }), (of, given) => {
        const position = { commit: of, versions: given }
        expect(decodePosition(encodePosition(position))).toEqual(position)
      }),
    )
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'))
    fc.assert(
      fc.property(fc.oneof(anyText, json), (text) => {
        const position = decodePosition(text)
        expect(position === undefined || typeof position.commit.epoch === 'string').toBe(true)
      }),
    )
  })
})

describe('global ids', () => {
  const typename = fc.stringMatching(/^[A-Za-z_]\w*$/)

  test('round-trip through encoding', () => {
    fc.assert(
      fc.property(typename, arn.map(formatArn), (type, id) => {
        expect(decodeGlobalId(encodeGlobalId(type, id))).toEqual({ typename: type, id })
      }),
    )
  })

  test('decode valid encodings and reject any other text with BAD_USER_INPUT', () => {
    const id = fc.tuple(typename, arn.map(formatArn)).map((parts) => encodeGlobalId(...parts))
    fc.assert(
      fc.property(fc.oneof(anyText, nearly(id)), (text) => {
        const outcome = outcomeOf(() => decodeGlobalId(text))
        if ('value' in outcome) {
          expect(encodeGlobalId(outcome.value.typename, outcome.value.id)).toBe(text)
        } else expect(outcome.code).toBe('BAD_USER_INPUT')
      }),
    )
  })
})

describe('loadConfig', () => {
  const names = Object.keys(environment.shape)

  test('returns a configuration or a list of problems for any environment', () => {
    const numbers = fc.integer().map(String)
    const words = fc.constantFrom(
      'aws',
      'emulator',
      'true',
      'us-east-1',
      '0.0.0.0',
      '::1',
      'https://a.example',
    )
    const value = fc.oneof(anyText, numbers, words)
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (env) => {
        try {
          expect(Object.isFrozen(loadConfig(env))).toBe(true)
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error
          expect(error.problems.length).toBeGreaterThan(0)
          // Each problem names a variable, once.
          const named = error.problems.map((problem) => problem.split(' ')[0])
          expect(new Set(named).size).toBe(named.length)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('never prints a secret', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{20,31}$/), (value) => {
        expect(() => loadConfig({ ROUTER_HMAC_SECRET: value })).toThrow(
          expect.not.objectContaining({ message: expect.stringContaining(value) }),
        )
      }),
    )
  })
})

describe('mutation inputs', () => {
  test('accept exactly the names that the service model accepts', () => {
    fc.assert(
      fc.property(fc.oneof(name, anyText, nearly(name)), (text) => {
        expect(problemsOf(resourceName, text)).toHaveLength(RESOURCE_NAME.test(text) ? 0 : 1)
      }),
    )
  })

  test('report each problem with a path and a message', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        for (const schema of [tags, anyArn, resourceName]) {
          for (const { path, message } of problemsOf(schema, input)) {
            expect(typeof path).toBe('string')
            expect(message).not.toBe('')
          }
        }
      }),
    )
  })
})
