import { shapeOf } from '../../support/model.ts'

/** Input that breaks one constraint of its model, with the expected message. */
export interface Violation {
  readonly input: unknown
  /** Path as AWS writes it: `vpcConfig.subnetIds`, `endpoints.1.member.vpceId`. */
  readonly at: string
  readonly constraint: string
}

/** Texts of which at least one matches each pattern of the model. */
const candidates = [
  'a',
  'aa',
  'a.a',
  '1.1',
  'aaa',
  '123456789012',
  'ami-12345678',
  'wsi-12345678',
  'example.com',
  'https://example.com',
  'stream.standard.large',
  'arn:aws:appstream:us-east-1:123456789012:image/a',
  'arn:aws:s3:::bucket',
  '01234567-89ab-cdef-0123-456789abcdef',
  'a,1,1,1,1,1,1,1',
]
/** Texts of which at least one fails each pattern. */
const misfits = ['\u0000', '!', ' ', '{}']

function matches(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '').test(text)
}

/** Returns a value that satisfies every constraint of a shape, with all members. */
export function fitting(shapeName: string): unknown {
  const {
    type,
    enum: values,
    pattern,
    min = 0,
    max = Number.POSITIVE_INFINITY,
    ...shape
  } = shapeOf(shapeName)
  switch (type) {
    case 'structure':
      return Object.fromEntries(Object.entries(shape.members ?? {}).map(([name, of]) => [name, fitting(of)]))
    case 'list':
      return Array.from({ length: Math.max(min, 1) }, () => fitting(shape.member ?? ''))
    case 'map':
      return { [String(fitting(shape.key ?? ''))]: fitting(shape.value ?? '') }
    case 'string': {
      const fits = (text: string) =>
        text.length >= min && text.length <= max && (pattern === undefined || matches(pattern, text))
      const text = values?.[0] ?? [...candidates, 'a'.repeat(min)].find(fits)
      if (text === undefined) throw new Error(`No candidate matches ${shapeName}.`)
      return text
    }
    case 'boolean':
      return true
    default:
      return Math.max(min, 1)
  }
}

/** Returns every violation of a single constraint in an input of a shape. */
export function violationsOf(shapeName: string, at = ''): readonly Violation[] {
  const shape = shapeOf(shapeName)
  if (shape.type === 'structure') return violationsOfMembers(shapeName, at)
  if (shape.type === 'list') {
    const { member = '' } = shape
    const items = violationsOf(member, shapeOf(member).type === 'structure' ? `${at}.1.member` : at)
    return [...ownViolations(shapeName, at), ...items.map((item) => ({ ...item, input: [item.input] }))]
  }
  if (shape.type !== 'map') return ownViolations(shapeName, at)
  const { key = '', value = '' } = shape
  const keys = violationsOf(key, at).map((one) => ({
    ...one,
    input: { [String(one.input)]: fitting(value) },
  }))
  const values = violationsOf(value, at).map((one) => ({
    ...one,
    input: { [String(fitting(key))]: one.input },
  }))
  return [...ownViolations(shapeName, at), ...keys, ...values]
}

function violationsOfMembers(shapeName: string, at: string): readonly Violation[] {
  const { members = {}, required = [] } = shapeOf(shapeName)
  const whole = Object(fitting(shapeName))
  return Object.entries(members).flatMap(([member, of]) => {
    const path = `${at}${at && '.'}${member.charAt(0).toLowerCase()}${member.slice(1)}`
    const inside = violationsOf(of, path).map((one) => ({ ...one, input: { ...whole, [member]: one.input } }))
    if (!required.includes(member)) return inside
    const { [member]: _, ...without } = whole
    return [{ input: without, at: path, constraint: 'Member must not be null' }, ...inside]
  })
}

function ownViolations(shapeName: string, at: string): readonly Violation[] {
  const { type, min, max, pattern, enum: values, member = '', key = '', value = '' } = shapeOf(shapeName)
  const isNumber = type === 'integer' || type === 'long'
  const measured = isNumber ? 'value' : 'length'
  const sized = (size: number): unknown => {
    if (isNumber) return size
    if (type === 'list') return Array.from({ length: size }, () => fitting(member))
    if (type !== 'map') return 'a'.repeat(size)
    const name = String(fitting(key))
    return Object.fromEntries(Array.from({ length: size }, (_, index) => [`${name}${index}`, fitting(value)]))
  }
  const found: Violation[] = []
  if (max !== undefined)
    found.push({ input: sized(max + 1), at, constraint: `${measured} less than or equal to ${max}` })
  if (min !== undefined && (isNumber || min > 0))
    found.push({ input: sized(min - 1), at, constraint: `${measured} greater than or equal to ${min}` })
  if (pattern !== undefined) {
    const input = misfits.find((text) => text.length >= (min ?? 0) && !matches(pattern, text))
    if (input !== undefined) found.push({ input, at, constraint: `regular expression pattern: ${pattern}` })
  }
  if (values !== undefined)
    found.push({ input: 'NO_SUCH_VALUE', at, constraint: `enum value set: [${values.join(', ')}]` })
  return found
}
