import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'

/** Generator of documents for a schema: mostly valid, all plausible. */
export interface DocumentMaker {
  /** Returns a document that follows the schema, with arguments that may be senseless. */
  valid(): string
  /** Returns a valid document with text removed, inserted or duplicated. */
  damaged(): string
}

/** Sources of text arguments beside noise: existing names and ARNs, cursors, ids. */
export interface Vocabulary {
  readonly texts: readonly string[]
}

const MAX_DEPTH = 6
const NOISE = [
  '',
  ' ',
  '\u0000',
  '💥',
  '\\u0000',
  '"',
  'x'.repeat(300),
  '../..',
  '-1',
  'null',
  'é\u0301',
  '\ud800',
]
const FRAGMENTS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '...',
  '@skip(if: $x)',
  '$',
  '"""',
  '\u0000',
  ':',
  '#',
  '💥',
  '9e999',
]

/** Creates a generator of documents from a source of numbers in [0, 1). */
export function createDocumentMaker(
  schema: GraphQLSchema,
  random: () => number,
  { texts }: Vocabulary,
): DocumentMaker {
  const roots = [schema.getQueryType(), schema.getQueryType(), schema.getMutationType()]
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const chance = (probability: number) => random() < probability
  const quote = (text: string) => JSON.stringify(text)

  function text(): string {
    return quote(chance(0.8) ? pick(texts) : pick(NOISE))
  }

  function value(type: GraphQLInputType, depth: number): string {
    if (isNonNullType(type)) return value(type.ofType, depth)
    if (chance(0.05)) return 'null'
    if (isListType(type)) {
      const items = Array.from({ length: Math.floor(random() * 4) }, () => value(type.ofType, depth + 1))
      return `[${items.join(', ')}]`
    }
    if (isEnumType(type)) return pick(type.getValues()).name
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        ({ type: of }) => isNonNullType(of) || (depth < 4 && chance(0.3)),
      )
      return `{ ${fields.map(({ name, type: of }) => `${name}: ${value(of, depth + 1)}`).join(', ')} }`
    }
    if (type.name === 'Int') return pick(['0', '1', '5', '100', '101', '-1', '2147483647', '2147483648'])
    if (type.name === 'Boolean') return pick(['true', 'false'])
    if (type.name === 'DateTime') return pick(['"2026-11-24T09:30:00Z"', '"yesterday"', '"9999-99-99"', '7'])
    return text()
  }

  function selection(type: GraphQLNamedType, depth: number): string {
    if (!isCompositeType(type)) return ''
    const parts = ['__typename']
    if (isAbstractType(type)) {
      for (const possible of schema.getPossibleTypes(type))
        if (chance(0.4)) parts.push(`... on ${possible.name} ${selection(possible, depth + 1)}`)
    }
    const fields = 'getFields' in type ? Object.values(type.getFields()) : []
    const wanted = fields.filter(({ type: of }) => depth < MAX_DEPTH || !isCompositeType(getNamedType(of)))
    for (let count = 1 + Math.floor(random() * 4); count > 0 && wanted.length > 0; count--)
      parts.push(field(pick(wanted), depth))
    if (isObjectType(type) && chance(0.1)) parts.push(`...On${type.name}`)
    return `{ ${parts.join(' ')} }`
  }

  function field({ name, args, type }: GraphQLField<unknown, unknown>, depth: number): string {
    const given = args.filter((arg) => isNonNullType(arg.type) || chance(0.4))
    const list = given.map((arg) => `${arg.name}: ${value(arg.type, 0)}`).join(', ')
    const alias = chance(0.5) ? `a${Math.floor(random() * 1e6)}: ` : ''
    const directive = chance(0.05) ? ` @${pick(['skip', 'include'])}(if: ${pick(['true', 'false'])})` : ''
    return `${alias}${name}${list && `(${list})`}${directive} ${selection(getNamedType(type), depth + 1)}`
  }

  function valid(): string {
    const root = pick(roots)
    if (!root) throw new Error('The schema has no root.')
    const keyword = root === schema.getMutationType() ? 'mutation' : 'query'
    const body = `${keyword} Fuzz ${selection(root, 0)}`
    const spread = [...body.matchAll(/\.\.\.On(\w+)/g)].map(([, name = '']) => name)
    const fragments = [...new Set(spread)].map((name) => `fragment On${name} on ${name} { __typename }`)
    return [body, ...fragments].join('\n')
  }

  return {
    valid,
    damaged() {
      const document = valid()
      const at = Math.floor(random() * document.length)
      const end = at + Math.floor(random() * 12)
      const patch = pick([pick(FRAGMENTS), document.slice(at, end).repeat(2), '', pick(NOISE)])
      return document.slice(0, at) + patch + document.slice(end)
    },
  }
}
