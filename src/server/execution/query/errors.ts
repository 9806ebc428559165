import type { GraphQLError } from 'graphql'
import type { Path } from './field-info.ts'

/** Errors of an execution. */
export class FieldErrors {
  /** All errors, in the order in which they were added. */
  readonly list: GraphQLError[] = []
  /** Paths of the values that became null; undefined for the whole data. */
  readonly #nulled = new Set<Path | undefined>()

  /**
   * Adds the error that makes the value at a path null. Ignores the error of a field that still executes while a value
   * around it has become null already: the specification allows one error for that, and the result may be sent.
   */
  add(error: GraphQLError, path: Path | undefined): void {
    if (this.#isNulled(path)) return
    this.#nulled.add(path)
    this.list.push(error)
  }

  #isNulled(path: Path | undefined): boolean {
    for (let at = path; at !== undefined; at = at.prev) if (this.#nulled.has(at)) return true
    return this.#nulled.has(undefined)
  }
}
