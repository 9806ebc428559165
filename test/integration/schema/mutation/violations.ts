import { serviceModel } from '../../../../src/emulator/model.ts'
import { camelCase, membersOf, shapeOf } from '../../../support/model.ts'

/** Value that breaks one constraint of the model, with its path in an input. */
export interface Violation {
  readonly path: readonly string[]
  /** Path of the problem, if it differs from that of the value. */
  readonly mistakeAt?: string
  readonly value: unknown
  readonly breaks: string
}

/** Returns a violation of every constraint in the model of an operation's request, each by itself. */
export function violationsOf(operation: string): readonly Violation[] {
  return ofStructure(serviceModel.operations[operation]?.input ?? '', [])
}

function ofStructure(shapeName: string, path: readonly string[]): readonly Violation[] {
  return membersOf(shapeName).flatMap(([member, of]) => ofShape(of, [...path, camelCase(member)]))
}

function ofShape(shapeName: string, path: readonly string[]): readonly Violation[] {
  const shape = shapeOf(shapeName)
  switch (shape.type) {
    case 'structure':
      return ofStructure(shapeName, path)
    case 'map':
      return ofTags(path)
    case 'list':
      return ofList(shapeName, path)
    case 'string':
      return ofString(shapeName, path)
    default:
      return []
  }
}

function ofString(shapeName: string, path: readonly string[]): readonly Violation[] {
  const { min, max, pattern, enum: values } = shapeOf(shapeName)
  const violations: Violation[] = []
  if (min === 1) violations.push({ path, value: '', breaks: 'min' })
  if (max !== undefined) violations.push({ path, value: 'x'.repeat(max + 1), breaks: 'max' })
  if (pattern !== undefined) violations.push({ path, value: 'not such a thing!\0', breaks: 'pattern' })
  // GraphQL itself rejects other values of an enum that only inputs have.
  if (values !== undefined && shapeName !== 'AgentSoftwareVersion')
    violations.push({ path, value: 'UNKNOWN', breaks: 'enum' })
  return violations
}

/** Sound items of lists. */
const SOUND: Readonly<Record<string, object>> = {
  AccessEndpoint: { endpointType: 'STREAMING' },
  ApplicationConfig: { name: 'ledger', absoluteAppPath: 'C:/ledger.exe' },
}

function ofList(shapeName: string, path: readonly string[]): readonly Violation[] {
  const { min, max, member = '' } = shapeOf(shapeName)
  const item = shapeOf(member).type === 'structure' ? (SOUND[member] ?? {}) : 'fine'
  const violations: Violation[] = []
  if (min !== undefined) violations.push({ path, value: [], breaks: 'min' })
  if (max !== undefined)
    violations.push({ path, value: Array.from({ length: max + 1 }, () => item), breaks: 'max' })
  const ofItems = ofShape(member, []).map((violation) => {
    const [inner] = violation.path
    return {
      path,
      mistakeAt: [...path, '0', ...violation.path].join('.'),
      value: [inner === undefined ? violation.value : { ...Object(item), [inner]: violation.value }],
      breaks: `${violation.breaks} of an item`,
    }
  })
  return [...violations, ...ofItems]
}

/** The model has tags as a map; an input has a list of keys and values. */
function ofTags(path: readonly string[]): readonly Violation[] {
  const at = (member: string) => [...path, '0', member].join('.')
  const many = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }))
  return [
    { path, value: [], breaks: 'min' },
    { path, value: many, breaks: 'max' },
    ...ofString('TagKey', []).map(({ value, breaks }) => ({
      path,
      mistakeAt: at('key'),
      value: [{ key: value, value: '' }],
      breaks: `${breaks} of a key`,
    })),
    { path, mistakeAt: at('key'), value: [{ key: 'aws:x', value: '' }], breaks: 'pattern of a key' },
    ...ofString('TagValue', []).map(({ value, breaks }) => ({
      path,
      mistakeAt: at('value'),
      value: [{ key: 'k', value }],
      breaks: `${breaks} of a value`,
    })),
  ]
}

/** Returns an input with a value at a path. */
export function withValue(input: object, [first, ...rest]: readonly string[], value: unknown): object {
  if (first === undefined) return input
  const inner: unknown = Reflect.get(input, first)
  return {
    ...input,
    [first]: rest.length === 0 ? value : withValue(Object(inner ?? {}), rest, value),
  }
}
