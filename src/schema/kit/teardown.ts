import type { ItemKind, Kind } from '../../inventory/kind.ts'
import type { Side } from '../../inventory/pairs/pair-kind.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { GraphContext } from '../context.ts'
import type { Association } from './pair-loader.ts'

/** Mutation of a teardown plan. */
export interface TeardownStep {
  /** Field of Mutation. */
  readonly mutation: string
  readonly resource: AnyResource
  /** The other end of an association. */
  readonly other?: AnyResource | undefined
  /** Distinguishes steps of one resource: the account of a share, the global ID of a user. */
  readonly detail?: string | undefined
  /** Number of sessions that it ends; undefined if that was not read. */
  endsSessions?: number | undefined
  /** Steps that must be over before it. */
  readonly after: TeardownStep[]
}

/** Planner as seen by the declarations that prepare its steps. */
export interface TeardownPlanner {
  readonly context: GraphContext
  /** Returns true if the plan deletes a resource. */
  isNamed(resource: AnyResource): boolean
  /** Returns the step of a mutation, with the steps that must precede it. */
  step(step: Omit<TeardownStep, 'after'>): Promise<TeardownStep>
  /**
   * Returns the step to a state that the deletion of `of` requires; undefined if the resource is in it. Blocks the plan
   * if it cannot be brought there. Default of `of`: the resource itself.
   */
  bring(resource: AnyResource, state: string, of?: AnyResource): Promise<TeardownStep | undefined>
  /** Records what prevents the plan from succeeding. */
  block(blocker: {
    readonly resource: AnyResource
    readonly usedBy?: readonly AnyResource[]
    readonly message: string
  }): void
}

/** Adds the steps that must precede a step, or blocks the plan. */
export type PrepareStep = (step: TeardownStep, planner: TeardownPlanner) => Promise<void>

/** Mutation that deletes the resources of a kind. */
export interface Removal {
  readonly kind: ItemKind
  readonly noun: string
  readonly mutation: string
  /** State that AWS requires of the resource. Default: any that the resource does not leave by itself. */
  readonly requires?: string | undefined
}

/** Mutation that changes the state of the resources of a kind. */
export interface StateChange {
  readonly kind: ItemKind
  readonly mutation: string
  /** States that follow. */
  readonly to: readonly string[]
  /** States in which AWS accepts it. Default: all. */
  readonly from: readonly string[] | undefined
}

/** Mutation that disassociates two resources. */
export interface Release {
  readonly association: Association
  readonly mutation: string
  /** The side that the mutation is named after. */
  readonly subject: Side
  /** State that AWS requires of a side. Default: none. */
  readonly requires?: { readonly side: Side; readonly state: string } | undefined
}

/** Declarations from which teardown plans follow; filled by the declarations of mutations, like the builder. */
export interface TeardownRegistry {
  readonly removals: Removal[]
  readonly changes: StateChange[]
  readonly releases: Release[]
  readonly preparations: { readonly mutation: string; readonly prepare: PrepareStep }[]
}

export const teardownRegistry: TeardownRegistry = {
  removals: [],
  changes: [],
  releases: [],
  preparations: [],
}

/** Declares what must precede a mutation in a teardown plan, besides what follows from other declarations. */
export function prepareStep(mutation: string, prepare: PrepareStep): void {
  teardownRegistry.preparations.push({ mutation, prepare })
}

/** Returns true for a kind that AWS lists as a whole. */
export function isListed(kind: ItemKind): kind is Kind {
  return 'listing' in kind
}
