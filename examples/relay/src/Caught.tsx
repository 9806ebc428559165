import type { ReactNode } from 'react'
import type { Result } from 'relay-runtime'

interface CaughtProps<Value> {
  /** Field with the directive `@catch`. Without it, a field that failed is null, as if there were no value. */
  readonly field: Result<Value | null | undefined, unknown>
  readonly children: (value: Value) => ReactNode
}

/** Shows the value of a field, or that it is missing, or that it cannot be read. */
export function Caught<Value>({ field, children }: CaughtProps<Value>) {
  if (!field.ok) return 'cannot be read'
  return (field.value != null && children(field.value)) || '–'
}
