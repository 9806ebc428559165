import { serviceModel } from '../../src/emulator/model.ts'

/** Returns a shape of the service model by name. */
export function shapeOf(name: string) {
  const shape = serviceModel.shapes[name]
  if (shape === undefined) throw new Error(`The model has no shape ${name}.`)
  return shape
}

/** Returns the members of a structure, each with the name of its shape. */
export function membersOf(shapeName: string): readonly (readonly [member: string, shapeName: string])[] {
  return Object.entries(shapeOf(shapeName).members ?? {})
}

/** Converts AWS's name of a member to camelCase: IconURL is iconUrl, DisableIMDSV1 is disableImdsv1. */
export function camelCase(member: string): string {
  const words = member.replace(/[A-Z]{2,}(?![a-z])/g, (run) => run.charAt(0) + run.slice(1).toLowerCase())
  return words.charAt(0).toLowerCase() + words.slice(1)
}

/** Replaces the generated value of a member; undefined keeps it. */
export type Sampler = (member: string, shapeName: string) => unknown

/** Generates a value with every member of a shape, recursively; timestamps as Date. */
export function sample(shapeName: string, instead: Sampler, member = shapeName): unknown {
  const given = instead(member, shapeName)
  if (given !== undefined) return given
  const shape = shapeOf(shapeName)
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(membersOf(shapeName).map(([name, of]) => [name, sample(of, instead, name)]))
    case 'list':
      return [sample(shape.member ?? '', instead, member)]
    case 'map':
      return { [`${member}-key`]: `${member}-value` }
    case 'timestamp':
      return new Date('2026-05-04T03:02:01.000Z')
    case 'boolean':
      return true
    case 'integer':
      return 64
    case 'string':
      return shape.enum?.at(-1) ?? `a ${member}`
    default:
      throw new Error(`${shapeName}: no sample for type ${shape.type}.`)
  }
}
