import type { OperationName } from './operations.ts'
import requests from './requests.json' with { type: 'json' }

/** Constraints of the service model on a value. */
export interface RequestShape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, string>>
  readonly member?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly min?: number
  readonly max?: number
}

const operations: Readonly<Record<string, { readonly input?: string; readonly errors: readonly string[] }>> =
  requests.operations
const shapes: Readonly<Record<string, RequestShape>> = requests.shapes

/** Returns the exceptions that the service model lists for an operation, without their suffix. */
export function exceptionsOf(operation: OperationName): readonly string[] {
  return (operations[operation]?.errors ?? []).map((name) => name.replace(/Exception$/, ''))
}

/** Returns the name of the shape of an operation's input. */
export function inputShapeOf(operation: OperationName): string {
  const { input } = operations[operation] ?? {}
  if (input === undefined) throw new Error(`The service model defines no input shape for ${operation}.`)
  return input
}

/** Returns a shape of an input by its name. */
export function requestShape(name: string): RequestShape {
  const shape = shapes[name]
  if (shape === undefined) throw new Error(`The service model has no request shape ${name}.`)
  return shape
}
