import type { CallOptions } from '../../appstream/calls/calls.ts'
import type { OperationName } from '../../appstream/model/operations.ts'
import type { Target } from '../../appstream/target.ts'
import type { Kind } from '../kind.ts'

/** Side of an association. */
export type Side = 'left' | 'right'

/** Data of associations by partner name; undefined if AWS returns names only. */
export type PartnerNames<Data> = ReadonlyMap<string, Data | undefined>

/** Association of two kinds. AWS lists the partners of a name of either side. */
export interface PairKind<Data = unknown> {
  /** Name in logs, e.g. `stacks/fleets`. */
  readonly name: string
  readonly kinds: Readonly<Record<Side, Pick<Kind, 'name'>>>
  /** Operations that list the partners of a name on each side. */
  readonly operations: Readonly<Record<Side, OperationName>>
  /** Loads the partners of a name, by the side of the name. */
  readonly partners: Readonly<
    Record<
      Side,
      (target: Target, name: string, call: CallOptions) => Promise<readonly string[] | PartnerNames<Data>>
    >
  >
  /**
   * Returns all associations as pairs of a left and a right name. Once AWS rejects such a call, the partners of each name
   * are read separately.
   */
  readonly all?: (target: Target, call: CallOptions) => Promise<readonly (readonly [string, string])[]>
  /** Side whose listing may lack names, so that no partners are derived from it. Default: none. */
  readonly incomplete?: Side
  /** Returns the alias that replaces a name of a side in logs. Only for names that identify people. */
  readonly aliasOf?: Partial<Readonly<Record<Side, (name: string) => string>>>
}
