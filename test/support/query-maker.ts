import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { listsOf, NAMES } from './list-queries.ts'

/** Generator of useful operations for a schema, which follows new types and fields by itself. */
export interface QueryMaker {
  /** Records the resources and cursors in a result, to refer to them later. */
  learn(data: unknown): void
  /** Returns a query over one or two root fields. */
  query(): string
  /** Returns a mutation. */
  mutation(): string
  /** Returns known ARNs. */
  arns(): readonly string[]
}

interface Known {
  readonly id: string | undefined
  readonly arn: string | undefined
  readonly name: string | undefined
}

const MAX_DEPTH = 4
/** Mutations with random results, and those that end what the walk needs. */
const EXCLUDED = /StreamingUrl|ExportImageTask|rollOut|copyImage|createImportedImage|createUpdatedImage/

/** Creates a generator from a source of numbers in [0, 1). */
export function createQueryMaker(schema: GraphQLSchema, random: () => number): QueryMaker {
  const known = new Map<string, Known[]>()
  const cursors: string[] = []
  const seen = new Set<string>()
  let aliases = 0
  const chance = (probability: number) => random() < probability
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)]
  const queryType = rootOf(schema.getQueryType())
  const mutationType = rootOf(schema.getMutationType())
  const roots = Object.values(queryType.getFields()).filter(({ name }) => !name.startsWith('_'))
  const lists = listsOf(schema)
  const mutations = Object.values(mutationType.getFields()).filter(({ name }) => !EXCLUDED.test(name))

  function rootOf(type: GraphQLObjectType | null | undefined): GraphQLObjectType {
    if (!type) throw new Error('The schema lacks a root type.')
    return type
  }

  /** Returns resources of the type that a name ends with, such as `fleet` or `StopImageBuilder`, or any. */
  function resourcesLike(text: string): readonly Known[] {
    const words = text.match(/[A-Z]?[a-z]+/g) ?? []
    for (let skipped = 0; skipped < words.length; skipped++) {
      const wanted = words.slice(skipped).join('').toLowerCase()
      const types = [...known].filter(([type]) => type.toLowerCase().endsWith(wanted))
      if (types.length > 0) return types.flatMap(([, resources]) => resources)
    }
    return [...known.values()].flat()
  }

  function text(name: string, owner: string): string {
    if (name === 'billingPeriod') return pick(['2026-10', '2026-11']) ?? ''
    if (name === 'region') return pick(['us-east-1', 'eu-west-1']) ?? ''
    if (/accountId/i.test(name)) return '123456789012'
    const [, prefix = '', member = ''] = /^(.*?)(arn|name|id|key|prefix|contains)?s?$/i.exec(name) ?? []
    const like =
      prefix === '' || prefix === 'resource' ? owner.replace(/(Filter|Input|Connection)$/, '') : prefix
    const isArn = /arn/i.test(member)
    const resource = pick(resourcesLike(like).filter(({ arn }) => !isArn || arn !== undefined))
    if (isArn) return resource?.arn ?? 'arn:aws:appstream:us-east-1:123456789012:fleet/none'
    if (/^ids?$/.test(name)) return resource?.id ?? 'none'
    if (/after|before/.test(name)) return pick(cursors) ?? ''
    if (/prefix|contains|description|title|display/i.test(name)) return (resource?.name ?? 'a').slice(0, 2)
    return resource?.name ?? 'none'
  }

  function value(type: GraphQLInputType, name: string, owner: string, depth: number): string {
    if (isNonNullType(type)) return value(type.ofType, name, owner, depth)
    if (isListType(type)) {
      const length = 1 + Math.floor(random() * 2)
      return `[${Array.from({ length }, () => value(type.ofType, name, owner, depth)).join(', ')}]`
    }
    if (isEnumType(type)) return pick(type.getValues())?.name ?? ''
    if (isInputObjectType(type)) return object(Object.values(type.getFields()), type.name, depth)
    if (type.name === 'Int') return String(1 + Math.floor(random() * 9))
    if (type.name === 'Float') return '0.5'
    if (type.name === 'Boolean') return pick(['true', 'false']) ?? ''
    if (type.name === 'DateTime') return pick(['"2026-10-24T09:30:00Z"', '"2026-11-02T08:00:00Z"']) ?? ''
    return JSON.stringify(text(name, owner))
  }

  function object(fields: readonly GraphQLInputField[], owner: string, depth: number): string {
    const required = fields.filter(({ type }) => isNonNullType(type))
    const names = new Set(fields.map(({ name }) => name))
    const isArn = ({ name }: GraphQLInputField) =>
      /arn$/i.test(name) && names.has(name.replace('Arn', 'Name').replace('arn', 'name'))
    const references = fields.filter((field) => isArn(field) && !isNonNullType(field.type))
    const own = references.filter(({ name }) => name === 'arn')
    const identifying = own.length > 0 ? own : references
    const isNaming = ({ name }: GraphQLInputField) =>
      /^(target|clientToken)$/.test(name) ||
      (/name$/i.test(name) && names.has(name.replace('Name', 'Arn').replace('name', 'arn')))
    const optional = fields.filter(
      (field) => !required.includes(field) && !identifying.includes(field) && !isNaming(field),
    )
    const chosen = new Set([...required, ...identifying])
    const wantsMore = chosen.size === 0 || (depth < 3 && chance(depth === 0 ? 0.7 : 0.3))
    const more = wantsMore ? pick(optional) : undefined
    if (more !== undefined) chosen.add(more)
    const given = [...chosen].map(({ name, type }) => `${name}: ${value(type, name, owner, depth + 1)}`)
    return `{ ${given.join(', ')} }`
  }

  function argumentsOf({ args, type }: GraphQLField<unknown, unknown>): string {
    const named = getNamedType(type).name
    const isConnection = named.endsWith('Connection')
    const identifiers = args.filter(({ name }) => /^(arn|name|stackArn|stackName)$/.test(name))
    const alternatives = identifiers.filter(({ type: of }) => !isNonNullType(of))
    const identifier =
      pick(alternatives.filter(({ name }) => /arn/i.test(name) || chance(0.3))) ?? alternatives[0]
    const given = args.filter((arg) => {
      if (isNonNullType(arg.type)) return true
      if (arg === identifier) return true
      if (alternatives.includes(arg)) return false
      if (arg.name === 'target') return identifier === undefined || /name/i.test(identifier.name)
      if (/^(first|last|after|before)$/.test(arg.name)) return false
      return chance(0.3)
    })
    const parts = given.map((arg) => argument(arg, named))
    if (isConnection && args.some(({ name }) => name === 'first')) {
      parts.push(`${chance(0.85) ? 'first' : 'last'}: ${1 + Math.floor(random() * 8)}`)
      if (chance(0.1)) parts.push(`after: ${JSON.stringify(text('after', named))}`)
    }
    return parts.length === 0 ? '' : `(${parts.join(', ')})`
  }

  function argument({ name, type }: GraphQLArgument, owner: string): string {
    if (name === 'target') return 'target: { accountId: "123456789012", region: "us-east-1" }'
    return `${name}: ${value(type, name, owner, 0)}`
  }

  function selection(type: GraphQLNamedType, depth: number): string {
    if (!isCompositeType(type)) return ''
    const fields = 'getFields' in type ? Object.values(type.getFields()) : []
    const names = new Set(['id', 'arn', ...NAMES])
    const parts = ['__typename', ...fields.filter(({ name }) => names.has(name)).map(({ name }) => name)]
    const others = fields.filter(({ name }) => !names.has(name))
    const nodes = others.find(({ name }) => name === 'nodes')
    if (nodes !== undefined) parts.push(field(nodes, depth))
    const isDeep = depth >= MAX_DEPTH
    const allowed = others.filter(
      ({ name, type: of }) => name !== 'nodes' && (!isDeep || !isCompositeType(getNamedType(of))),
    )
    const count = 1 + Math.floor(random() * 4)
    for (let index = 0; index < count; index++) {
      const one = pick(allowed)
      // A new alias avoids conflicts between selections with different arguments.
      if (one !== undefined) parts.push(`a${aliases++}: ${field(one, depth)}`)
    }
    if (isAbstractType(type)) {
      for (const possible of schema.getPossibleTypes(type)) {
        if (isInterfaceType(type) && chance(0.3))
          parts.push(`... on ${possible.name} ${selection(possible, depth + 1)}`)
        else if (!isInterfaceType(type) && isObjectType(possible))
          parts.push(`... on ${possible.name} { __typename }`)
      }
    }
    return `{ ${parts.join(' ')} }`
  }

  function field(of: GraphQLField<unknown, unknown>, depth: number): string {
    return `${of.name}${argumentsOf(of)} ${selection(getNamedType(of.type), depth + 1)}`
  }

  function learn(data: unknown): void {
    if (Array.isArray(data)) for (const item of data) learn(item)
    else if (typeof data === 'object' && data !== null) learnObject(data)
  }

  function learnObject(data: object): void {
    const members: Readonly<Record<string, unknown>> = { ...data }
    const textOf = (name: string) => (typeof members[name] === 'string' ? members[name] : undefined)
    const [typename, id, arn] = [textOf('__typename'), textOf('id'), textOf('arn')]
    const name = NAMES.map(textOf).find((found) => found !== undefined)
    const key = `${typename} ${id} ${arn} ${name}`
    if (typename !== undefined && (id ?? arn ?? name) !== undefined && !seen.has(key)) {
      seen.add(key)
      known.set(typename, [...(known.get(typename) ?? []), { id, arn, name }])
    }
    const cursor = textOf('endCursor')
    if (cursor !== undefined && !cursors.includes(cursor)) cursors.push(cursor)
    for (const member of Object.values(members)) learn(member)
  }

  return {
    learn,
    arns: () => [...known.values()].flat().flatMap(({ arn }) => arn ?? []),
    query() {
      aliases = 0
      const count = chance(0.3) ? 2 : 1
      const fields = Array.from({ length: count }, (_, index) => {
        const root = pick(chance(0.5) ? lists : roots)
        return root === undefined ? '' : `q${index}: ${field(root, 0)}`
      })
      return `{ ${fields.join(' ')} }`
    },
    mutation() {
      const usual = mutations.filter(({ name }) => /^(start|stop|tag|update|disassociate)/.test(name))
      const mutation = pick(chance(0.6) ? usual : mutations)
      const [input] = mutation?.args ?? []
      if (mutation === undefined || input === undefined) return '{ __typename }'
      const owner = mutation.name.replace(/^[a-z]+/, '')
      return `mutation { ${mutation.name}(input: ${value(input.type, owner, owner, 0)}) { __typename } }`
    },
  }
}
