import {
  buildSchema,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql'

const SDL = /* GraphQL */ `
  enum Color {
    RED
    GREEN
  }
  scalar Anything
  input Point {
    x: Int! = 3
    y: [Int!]
  }
  interface Named {
    name: String
    friend(nth: Int! = 1, at: Point, color: Color): Named
  }
  type Cat implements Named {
    name: String
    friend(nth: Int! = 1, at: Point, color: Color): Named
    age: Int!
    color: Color
    anything: Anything
    kittens: [Cat!]!
    grid: [[Int!]]
    pets: [Pet]
    best: Cat!
  }
  type Dog implements Named {
    name: String
    friend(nth: Int! = 1, at: Point, color: Color): Named
    barks: Boolean!
    id: ID!
    weight: Float
    pets: [Pet!]
    best: Cat
  }
  union Pet = Cat | Dog
  type Query {
    cat(nth: Int! = 1, at: Point, color: Color): Cat
    dog: Dog!
    named: Named!
    pets: [Pet!]
    cats: [[Cat]!]!
    color(of: [Color!] = [RED]): Color!
  }
`

/**
 * Timing of the resolvers of a seed: synchronous, asynchronous, or both. The mixed mode has no errors, because graphql-js
 * leaves the rejections of earlier list items unhandled if a later item throws.
 */
const MODES = ['at once', 'later', 'at once or later, without errors'] as const
type Mode = (typeof MODES)[number]

/** Value of an object. */
interface Value {
  /** Runtime type that the resolver of its abstract type returns. */
  readonly type: unknown
  /** True if resolving its type takes a promise. */
  readonly isLater: boolean
}

const LEAVES: readonly unknown[] = [
  '',
  'text "quoted" \u0000 é💥',
  7,
  0.5,
  2 ** 40,
  Number.NaN,
  true,
  'bad',
  'none',
  new Date(0),
  { a: [1] },
]

/** Names that abstract types are resolved to by mistake. */
const OTHER_TYPES: readonly unknown[] = ['Bird', 'Color', 'Query', undefined, null, 7]

/** Returns a schema whose resolvers return values and errors that depend only on the path, the arguments and a seed. */
export function createRandomSchema(): GraphQLSchema {
  const schema = buildSchema(SDL)
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = resolveType
    if (isScalarType(type) && type.name === 'Anything') type.serialize = serializeAnything
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    if (type.name === 'Dog') type.isTypeOf = isDog
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_source, args, seed: number, info) => resolve(field.type, seed, args, info)
    }
  }
  return schema
}

function serializeAnything(value: unknown): unknown {
  if (value === 'bad') throw new Error('Anything but that.')
  return value === 'none' ? undefined : value
}

/** Returns the type of a value, or a promise of it. Not always a name: see {@link OTHER_TYPES}. */
function resolveType(value: unknown): string | Promise<string> {
  const { type, isLater } = value as Value
  return (isLater ? Promise.resolve(type) : type) as string | Promise<string>
}

/** Returns true for dogs, otherwise undefined, and sometimes a promise of it. */
function isDog(value: unknown): boolean | Promise<boolean> {
  const { type, isLater } = value as Value
  const result = type === 'Dog' ? true : undefined
  return (isLater ? Promise.resolve(result) : result) as boolean | Promise<boolean>
}

function resolve(type: GraphQLOutputType, seed: number, args: unknown, info: GraphQLResolveInfo): unknown {
  const random = randomOf(seed, args, info)
  return outcomeOf(type, random, modeOf(seed), info.fieldName)
}

function modeOf(seed: number): Mode {
  return MODES[seed % MODES.length] ?? 'later'
}

/** Returns true if executions of a seed may have errors. */
export function mayFail(seed: number): boolean {
  return modeOf(seed) !== 'at once or later, without errors'
}

/** Returns a source of numbers in [0, 1) for a field. */
function randomOf(seed: number, args: unknown, { path }: GraphQLResolveInfo): () => number {
  let hash = seed
  const add = (text: string) => {
    for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  }
  add(JSON.stringify(args))
  for (let at: GraphQLResolveInfo['path'] | undefined = path; at; at = at.prev)
    add(`${at.key}/${at.typename}`)
  return () => {
    hash = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    hash ^= hash >>> 12
    return (hash >>> 0) / 2 ** 32
  }
}

function outcomeOf(type: GraphQLOutputType, random: () => number, mode: Mode, name: string): unknown {
  if (mode === 'later') return (async () => valueOrError(type, random, mode, name))()
  if (mode === 'at once') return valueOrError(type, random, mode, name)
  const value = anyOf(type, random, mode)
  return random() < 0.3 ? Promise.resolve(value) : value
}

function valueOrError(type: GraphQLOutputType, random: () => number, mode: Mode, name: string): unknown {
  const chance = random()
  if (chance < 0.03) throw new Error(`failed at ${name}`)
  if (chance < 0.05) return new TypeError(`returned at ${name}`)
  if (chance < 0.06) throw { message: 'not an Error', cause: 1 }
  if (chance < 0.07) throw 'a text'
  if (chance < 0.08) throw new AggregateError([new Error('one'), 'two'])
  if (chance < 0.1) return null
  if (chance < 0.11) return undefined
  return anyOf(type, random, mode)
}

function pick(items: readonly unknown[], random: () => number): unknown {
  return items[Math.floor(random() * items.length)]
}

function anyOf(type: GraphQLOutputType, random: () => number, mode: Mode): unknown {
  const hasErrors = mode !== 'at once or later, without errors'
  if (isNonNullType(type)) return anyOf(type.ofType, random, mode)
  if (isListType(type)) {
    if (hasErrors && random() < 0.03) return 'not a list'
    const items = Array.from({ length: Math.floor(random() * 4) }, () =>
      outcomeOf(type.ofType, random, mode, 'item'),
    )
    return random() < 0.2 ? new Set(items) : items
  }
  const isLater = mode !== 'at once' && random() < 0.2
  if (isObjectType(type)) return { type: hasErrors && random() < 0.05 ? 'Bird' : type.name, isLater }
  if (isAbstractType(type)) {
    const isOther = hasErrors && random() < 0.05
    return { type: isOther ? pick(OTHER_TYPES, random) : random() < 0.5 ? 'Cat' : 'Dog', isLater }
  }
  if (isEnumType(type)) return hasErrors && random() < 0.1 ? 'BLUE' : 'RED'
  if (hasErrors) return pick(LEAVES, random)
  return type.name === 'Boolean' ? true : Math.floor(random() * 100)
}
