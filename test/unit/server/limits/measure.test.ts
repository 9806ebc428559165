import fc from 'fast-check'
import { type DocumentNode, Kind, parse, type SelectionNode, type SelectionSetNode } from 'graphql'
import { expect, test } from 'vitest'
import { type Measure, measure } from '../../../../src/server/limits/measure.ts'
import { seeded } from '../../../support/seeded.ts'

const sum = (one: number, other: number) => one + other

const fields: Measure = { field: (_, inside) => 1 + inside(), combine: sum }
const depth: Measure = { field: (_, inside) => 1 + inside(), combine: Math.max }
const spreads: Measure = {
  field: (_, inside) => inside(),
  around: ({ kind }, inside) => (kind === Kind.FRAGMENT_SPREAD ? 1 : 0) + inside,
  combine: sum,
}

/** Generates selections that spread only higher-numbered fragments, which excludes cycles. */
function selections(level: number, nesting: number): fc.Arbitrary<string> {
  const spread = level < 4 ? [fc.integer({ min: level + 1, max: 4 }).map((next) => `...F${next}`)] : []
  const nested =
    nesting > 0
      ? [
          selections(level, nesting - 1).map((inside) => `a { ${inside} }`),
          selections(level, nesting - 1).map((inside) => `... { ${inside} }`),
        ]
      : []
  const selection = fc.oneof(fc.constantFrom('a', 'b', 'x: a'), ...spread, ...nested)
  return fc.array(selection, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '))
}

const documents = fc
  .tuple(...[0, 1, 2, 3, 4].map((level) => selections(level, 2)))
  .map(([operation, ...fragments]) =>
    [
      `{ ${operation} }`,
      ...fragments.map((inside, index) => `fragment F${index + 1} on Q { ${inside} }`),
    ].join('\n'),
  )

/** Computes a measure by expanding every fragment. */
function byExpansion(
  document: DocumentNode,
  { field, around = (_, inside) => inside, combine }: Measure,
): number {
  const ofSet = (set: SelectionSetNode | undefined): number =>
    (set?.selections ?? []).map(ofSelection).reduce((one, other) => combine(one, other), 0)
  function ofSelection(node: SelectionNode): number {
    if (node.kind === Kind.FIELD) return field(node, () => ofSet(node.selectionSet))
    if (node.kind === Kind.INLINE_FRAGMENT) return around(node, ofSet(node.selectionSet))
    const fragment = document.definitions.find(
      (other) => other.kind === Kind.FRAGMENT_DEFINITION && other.name.value === node.name.value,
    )
    if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`no fragment ${node.name.value}`)
    return around(node, around(fragment, ofSet(fragment.selectionSet)))
  }
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation')
  return around(operation, ofSet(operation.selectionSet))
}

test.for([
  ['fields', fields],
  ['depth', depth],
  ['spreads', spreads],
] as const)('measures %s as if every fragment were inlined', ([, what]) => {
  fc.assert(
    fc.property(documents, (text) => {
      const document = parse(text)
      expect(measure(document, what)).toBe(byExpansion(document, what))
    }),
    seeded,
  )
})

test('returns the measures of the largest operation', () => {
  expect(measure(parse('query A { a } query B { a b { a } } query C { a b }'), fields)).toBe(3)
  expect(measure(parse('fragment F on Q { a } type T { a: Int }'), fields)).toBe(0)
})

test('measures exponentially expanding fragments in one visit each', () => {
  const count = 500
  const text = Array.from(
    { length: count },
    (_, index) => `fragment F${index} on Q { ...F${index + 1} ...F${index + 1} }`,
  )
  let visited = 0
  const counting: Measure = { field: () => ++visited && 1, combine: sum }
  const document = parse(`{ ...F0 } ${text.join('\n')} fragment F${count} on Q { a }`)
  expect(measure(document, counting)).toBe(2 ** count)
  expect(visited).toBe(1)
})

test('counts cyclic and undefined fragments as nothing and terminates', () => {
  expect(measure(parse('{ ...F } fragment F on Q { a ...G } fragment G on Q { b ...F }'), fields)).toBe(2)
  expect(measure(parse('{ a ...Nowhere }'), fields)).toBe(1)
})
