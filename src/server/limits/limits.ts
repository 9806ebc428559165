import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { Schedule } from '../../inventory/clock.ts'
import type { Turns } from '../../schema/pacing/turns.ts'
import { useCostLimit } from '../cost/cost-limit.ts'
import type { KnownSizes } from '../cost/lengths.ts'
import type { Admission } from '../execution/admission.ts'
import { type BoundedContext, useBoundedExecution } from '../execution/bounded-execution.ts'
import { type Exchange, useBodyLimits } from './body.ts'
import { useComparisonLimit } from './comparisons.ts'
import { createDeadlines, type Deadlines } from './deadlines.ts'
import { useNoIntrospection } from './introspection.ts'
import type { TrustedDocuments } from './manifest.ts'
import { type Admit, createParamsCheck, useAdmission } from './params.ts'
import { refuseDocumentIds, useDocumentIds } from './persisted-queries.ts'
import { useSelectionLimits } from './selections.ts'
import { useTokenLimits } from './tokens.ts'
import { admitDocumentIds, useTrustedDocuments } from './trusted-documents.ts'

/** The limits as they are configured; 0 is no limit. Times are milliseconds. */
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

/** What limits are made of. */
export interface LimitsOptions {
  readonly limits: LimitSettings
  /** Sets the deadlines' timers. */
  readonly schedule: Schedule
  /** Decides when operations may execute. */
  readonly admission: Admission
  readonly turns: Turns
  /** For the estimate of costs. */
  readonly sizes: KnownSizes
}

/** What holds everybody to the limits. */
export interface Limits {
  /** For Yoga's pipeline, in which every transport's operations are parsed, validated and executed. */
  readonly plugins: readonly (Plugin | Plugin<object, Exchange> | Plugin<BoundedContext>)[]
  /** Refuses variables and extensions that are too large to look at; comes first, over every transport. @throws GraphQLError */
  readonly checkParams: (params: GraphQLParams) => void
  /** For transports other than HTTP, before they hand an operation to the pipeline. @throws GraphQLError */
  readonly admit: Admit
  readonly runEvent: Deadlines['runEvent']
}

/** Puts the limits together, the cheapest check first. */
export function createLimits({ limits, schedule, admission, turns, sizes }: LimitsOptions): Limits {
  const { trustedDocuments, introspection, maxBodyBytes } = limits
  const admit: Admit = trustedDocuments ? admitDocumentIds(trustedDocuments) : refuseDocumentIds
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
      // Checks of documents run in the reverse order.
      useComparisonLimit(limits.maxFieldComparisons),
      useSelectionLimits(limits),
      useCostLimit({ ...limits, sizes }),
      useBoundedExecution({ admission, turns, maxResponseBytes: limits.maxResponseBytes }),
      // Waiting for the execution counts.
      deadlines,
    ],
  }
}
