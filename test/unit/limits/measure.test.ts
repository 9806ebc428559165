import fc from 'fast-check'
import { type DocumentNode, Kind, parse, type SelectionNode, type SelectionSetNode } from 'graphql'
import { expect, test } from 'vitest'
import { type Measure, measure } from '../../../src/server/limits/measure.ts'

const sum = (one: number, other: number) => one + other

const fields: Measure = { field: (_, inside) => 1 + inside(), combine: sum }
const depth: Measure = { field: (_, inside) => 1 + inside(), combine: Math.max }
const spreads: Measure = {
  field: (_, inside) => inside(),
  around: ({ kind }, inside) => (kind === Kind.FRAGMENT_SPREAD ? 1 : 0) + inside,
  combine: sum,
}

/** Selections that spread only fragments of a higher number, so that there is no cycle. */
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

/** What a measure comes to where every fragment is written out. */
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
] as const)('%s are measured as if every fragment were written out', ([, what]) => {
  fc.assert(
    fc.property(documents, (text) => {
      const document = parse(text)
      expect(measure(document, what)).toBe(byExpansion(document, what))
    }),
  )
})

test('the largest operation counts', () => {
  expect(measure(parse('query A { a } query B { a b { a } } query C { a b }'), fields)).toBe(3)
  expect(measure(parse('fragment F on Q { a } type T { a: Int }'), fields)).toBe(0)
})

test('fragments that expand to more than there are atoms are measured, each visited once', () => {
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

test('fragments in a cycle, and fragments that there are not, count as nothing and end', () => {
  expect(measure(parse('{ ...F } fragment F on Q { a ...G } fragment G on Q { b ...F }'), fields)).toBe(2)
  expect(measure(parse('{ a ...Nowhere }'), fields)).toBe(1)
})
