import { type Constraint, constraintsOf, requireType } from './constraints.ts'
import { validationError } from './errors.ts'
import { isJsonObject } from './json.ts'
import type { Shape, Shapes } from './model.ts'

/** Checks a value against a shape; throws SerializationException or ValidationException, naming the members. */
export type Validate = (shapeName: string, value: unknown) => void

interface CheckedShape extends Shape {
  readonly constraints: readonly Constraint[]
}

/**
 * Path of a value in AWS's notation (`vpcConfig.subnetIds`, `endpoints.1.member.vpceId`), with the list of problems.
 */
interface Place {
  readonly path: string
  readonly problems: string[]
}

/** Creates a validator for the shapes of a model, with AWS's messages. */
export function createValidator(shapes: Shapes): Validate {
  const checkedShapes = new Map<string | undefined, CheckedShape>(
    Object.entries(shapes).map(([name, shape]) => [name, { ...shape, constraints: constraintsOf(shape) }]),
  )

  function shapeNamed(name: string | undefined): CheckedShape {
    const shape = checkedShapes.get(name)
    if (shape === undefined) throw new TypeError(`The model has no shape ${name}`)
    return shape
  }

  function visit(shape: CheckedShape, value: unknown, place: Place): void {
    requireType(shape, value, place.path)
    for (const { text, holds } of shape.constraints) if (!holds(value)) report(place, shape, value, text)
    if (shape.type === 'list' && Array.isArray(value)) {
      const items = value.map((item, index) => [`${index + 1}`, item] as const)
      visitItems(shapeNamed(shape.member), items, 'Member must', shape, value, place)
    } else if (shape.type === 'map' && isJsonObject(value)) {
      const keys = Object.keys(value).map((key) => [key, key] as const)
      visitItems(shapeNamed(shape.key), keys, 'Map keys must', shape, value, place)
      visitItems(shapeNamed(shape.value), Object.entries(value), 'Map value must', shape, value, place)
    } else if (isJsonObject(value)) {
      visitMembers(shape, value, place)
    }
  }

  function visitMembers(shape: CheckedShape, value: Readonly<Record<string, unknown>>, place: Place): void {
    for (const [member, shapeName] of Object.entries(shape.members ?? {})) {
      const at = { ...place, path: join(place.path, lowerFirst(member)) }
      const memberValue = Object.hasOwn(value, member) ? (value[member] ?? undefined) : undefined
      if (memberValue !== undefined) visit(shapeNamed(shapeName), memberValue, at)
      else if (shape.required?.includes(member)) {
        at.problems.push(`Value null at '${at.path}' failed to satisfy constraint: Member must not be null`)
      }
    }
  }

  /** Visits items. AWS reports an invalid structure at its own path, and invalid scalars once for the list or map. */
  function visitItems(
    itemShape: CheckedShape,
    items: readonly (readonly [string, unknown])[],
    lead: string,
    shape: CheckedShape,
    whole: unknown,
    place: Place,
  ): void {
    for (const [key, item] of items) {
      const path = `${place.path}.${key}.member`
      if (isScalar(itemShape)) requireType(itemShape, item, path)
      else visit(itemShape, item, { ...place, path })
    }
    if (!isScalar(itemShape)) return
    const { constraints } = itemShape
    if (items.every(([, item]) => constraints.every(({ holds }) => holds(item)))) return
    report(
      place,
      shape,
      whole,
      `${lead} satisfy constraint: [${constraints.map(({ text }) => text).join(', ')}]`,
    )
  }

  return (shapeName, value) => {
    const problems: string[] = []
    visit(shapeNamed(shapeName), value, { path: '', problems })
    if (problems.length === 0) return
    const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`
    throw validationError(`${count} detected: ${problems.join('; ')}`)
  }
}

function report({ path, problems }: Place, shape: Shape, value: unknown, constraint: string): void {
  const shown = shape.sensitive ? 'Value' : `Value '${display(value)}'`
  problems.push(`${shown} at '${path}' failed to satisfy constraint: ${constraint}`)
}

/** Formats a value as Java does. */
function display(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(display).join(', ')}]`
  if (!isJsonObject(value)) return `${value}`
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}=${display(item)}`)
    .join(', ')}}`
}

function isScalar(shape: Shape): boolean {
  return shape.type !== 'structure' && shape.type !== 'list' && shape.type !== 'map'
}

function join(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`
}

function lowerFirst(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1)
}
