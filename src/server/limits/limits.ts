import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { Schedule } from '../../clock.ts'
import type { Slices } from '../../inventory/slices.ts'
import type { Turns } from '../../schema/pacing/turns.ts'
import type { TrustedDocuments } from '../../trusted-documents.ts'
import { useCostLimit } from '../cost/cost-limit.ts'
import type { KnownSizes } from '../cost/lengths.ts'
import type { Admission } from '../execution/admission.ts'
import { type BoundedContext, useBoundedExecution } from '../execution/bounded-execution.ts'
import { type Exchange, useBodyLimits } from './body.ts'
import { useComparisonLimit } from './comparisons.ts'
import { createDeadlines, type Deadlines } from './deadlines.ts'
import { useNoIntrospection } from './introspection.ts'
import { type Admit, createParamsCheck, useAdmission } from './params.ts'
import { rejectDocumentIds, useDocumentIds } from './persisted-queries.ts'
import { useSelectionLimits } from './selections.ts'
import { useTokenLimits } from './tokens.ts'
import { admitDocumentIds, useTrustedDocuments } from './trusted-documents.ts'
import { useCombinedRules } from './validation.ts'

/** Configured limits; 0: no limit. Durations are in milliseconds. */
export interface LimitSettings {
  readonly maxBodyBytes: number
  readonly maxTokens: number
  readonly maxNesting: number
  readonly maxDepth: number
  readonly maxAliases: number
  readonly maxRootFields: number
  readonly maxDirectives: number
  readonly maxCost: number
  readonly maxUpstreamCalls: number
  readonly maxResponseBytes: number
  readonly maxFieldComparisons: number
  readonly maxListItems: number
  readonly maxStringLength: number
  readonly queryTimeoutMs: number
  readonly mutationTimeoutMs: number
  readonly introspection: boolean
  readonly trustedDocuments?: TrustedDocuments
}

/** Dependencies of {@link createLimits}. */
export interface LimitsOptions {
  readonly limits: LimitSettings
  /** Schedules the timeouts. */
  readonly schedule: Schedule
  /** Decides when operations may execute. */
  readonly admission: Admission
  readonly turns: Turns
  /** Scheduler that lets large results yield to the event loop. */
  readonly slices: Slices
  /** List lengths for the cost estimate. */
  readonly sizes: KnownSizes
}

/** Limits applied to every operation. */
export interface Limits {
  /** Plugins for Yoga's pipeline, which parses, validates and executes the operations of all transports. */
  readonly plugins: readonly (Plugin | Plugin<object, Exchange> | Plugin<BoundedContext>)[]
  /**
   * Rejects variables and extensions that are too large to process. Runs first, on every transport.
   * @throws {GraphQLError}
   */
  readonly checkParams: (params: GraphQLParams) => void
  /**
   * Checks an operation of a transport other than HTTP before it enters the pipeline.
   * @throws {GraphQLError}
   */
  readonly admit: Admit
  readonly runEvent: Deadlines['runEvent']
}

/** Creates the limits, ordered from the cheapest check to the most expensive. */
export function createLimits(options: LimitsOptions): Limits {
  const { limits, schedule, sizes } = options
  const { trustedDocuments, introspection, maxBodyBytes } = limits
  const admit: Admit = trustedDocuments ? admitDocumentIds(trustedDocuments) : rejectDocumentIds
  const { plugin: deadlines, runEvent } = createDeadlines({ ...limits, schedule })
  return {
    checkParams: createParamsCheck(limits),
    admit,
    runEvent,
    plugins: [
      useBodyLimits({ maxBodyBytes, schedule }),
      useDocumentIds(),
      useAdmission(admit),
      useTokenLimits(limits),
      ...(trustedDocuments ? [useTrustedDocuments(trustedDocuments)] : []),
      ...(introspection ? [] : useNoIntrospection()),
      useCombinedRules(),
      // Checks of documents run in reverse order.
      useComparisonLimit(limits.maxFieldComparisons),
      useSelectionLimits(limits),
      useCostLimit({ ...limits, sizes }),
      useBoundedExecution({ ...options, maxResponseBytes: limits.maxResponseBytes }),
      // The timeout includes the time in the execution queue.
      deadlines,
    ],
  }
}
