import compactModel from './model.json' with { type: 'json' }

/** Shape of the service model. Its details depend on `type`. */
export interface Shape {
  readonly type: string
  readonly sensitive?: boolean
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, string>>
  readonly member?: string
  readonly key?: string
  readonly value?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly min?: number
  readonly max?: number
}

/** Shapes by name. */
export type Shapes = Readonly<Record<string, Shape>>

/** Operation of the service model: its shapes and exceptions, by name. */
export interface OperationModel {
  readonly input?: string
  readonly output?: string
  readonly errors: readonly string[]
}

/** The parts of the service model that validation needs. */
export interface ServiceModel {
  readonly targetPrefix: string
  readonly operations: Readonly<Record<string, OperationModel>>
  readonly shapes: Shapes
}

/** Returns the names of the members of a structure. */
export function membersOf(shapeName: string): readonly string[] {
  return Object.keys(serviceModel.shapes[shapeName]?.members ?? {})
}

/** AppStream's service model (see `source` and `license` in model.json). */
export const serviceModel: ServiceModel = compactModel
