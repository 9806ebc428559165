import type { ExecutionArgs, ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { countOf, exceeded } from '../limits/exceeded.ts'
import { recordOf } from '../observability/request-record.ts'
import { createCostEstimate, type EstimateOptions } from './estimate.ts'

/** Options of {@link useCostLimit}. */
export interface CostLimitOptions extends EstimateOptions {
  /** Maximum cost; 0: no limit. */
  readonly maxCost: number
}

/**
 * Cost allowed for introspection regardless of `MAX_COST`. The full introspection query of graphql-js costs more than
 * 25,000 since the schema has fleets and stacks, and grows with each resource; tools cannot send a smaller one.
 */
const INTROSPECTION_COST = 60_000

/** Estimates the cost of each operation, stores it in the record, and rejects operations above the limit. */
export function useCostLimit({ maxCost, ...options }: CostLimitOptions): Plugin {
  const costOf = createCostEstimate(options)
  const check = (args: ExecutionArgs, stopWith: (result: ExecutionResult) => void) => {
    const cost = costOf(args)
    recordOf(args).cost = cost
    if (maxCost === 0 || cost <= maxCost) return
    const costOfData = costOf(args, { countsIntrospection: false })
    if (costOfData <= maxCost && cost - costOfData <= INTROSPECTION_COST) return
    const found = `The operation costs up to ${countOf(cost)}`
    stopWith({ errors: [exceeded('COST_TOO_HIGH', found, 'MAX_COST', maxCost)] })
  }
  return {
    onExecute: ({ args, setResultAndStopExecution }) => check(args, setResultAndStopExecution),
    onSubscribe: ({ args, setResultAndStopExecution }) => check(args, setResultAndStopExecution),
  }
}
