/** Use of an AWS operation by a field, or by all fields that return a type. */
export interface OperationUse {
  readonly operation: string
  /** Coordinate of the field, or name of the type. */
  readonly coordinate: string
  /** Number of calls in words, for example `1 per stack`. */
  readonly calls: string
  /** True if the field calls this operation instead of the one of its type. */
  readonly isOnly?: boolean
}

/** Registry of the AWS operations behind the graph, for the documentation and the checks of the service model. */
export interface OperationRegistry {
  add(use: OperationUse): void
  all(): readonly OperationUse[]
}

/** Creates an empty registry. */
export function createOperationRegistry(): OperationRegistry {
  const uses: OperationUse[] = []
  return { add: (use) => void uses.push(use), all: () => [...uses] }
}

/** Operations of the graph; filled by its declarations, like the builder. */
export const operationRegistry = createOperationRegistry()
