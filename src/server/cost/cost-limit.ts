import type { ExecutionArgs, ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { codedError } from '../coded-error.ts'
import { countOf } from '../limits/exceeded.ts'
import { recordOf } from '../observability/request-record.ts'
import { createCostEstimate, type EstimateOptions } from './estimate.ts'

/** Options of {@link useCostLimit}. */
export interface CostLimitOptions extends EstimateOptions {
  /** Maximum cost; 0: no limit. */
  readonly maxCost: number
}

/**
 * Cost allowed for introspection regardless of `MAX_COST`. The introspection query of graphql-js, which tools cannot
 * make smaller, costs about 77,000. Its cost grows with the schema.
 */
const INTROSPECTION_COST = 100_000

/** Estimates the cost of each operation, stores it in the record, and rejects operations above the limit. */
export function useCostLimit({ maxCost, ...options }: CostLimitOptions): Plugin {
  const costOf = createCostEstimate(options)
  const check = (args: ExecutionArgs, stopWith: (result: ExecutionResult) => void) => {
    const cost = costOf(args)
    recordOf(args).cost = cost
    if (maxCost === 0 || cost <= maxCost) return
    const costOfData = costOf(args, { countsIntrospection: false })
    if (costOfData <= maxCost && cost - costOfData <= INTROSPECTION_COST) return
    const message = `The operation costs up to ${countOf(cost)}; MAX_COST allows ${maxCost}. Request smaller pages or fewer fields.`
    stopWith({ errors: [codedError('COST_TOO_HIGH', message, 400)] })
  }
  return {
    onExecute: ({ args, setResultAndStopExecution }) => check(args, setResultAndStopExecution),
    onSubscribe: ({ args, setResultAndStopExecution }) => check(args, setResultAndStopExecution),
  }
}
