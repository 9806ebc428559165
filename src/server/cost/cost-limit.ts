import type { ExecutionArgs, ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { countOf, exceeded } from '../limits/exceeded.ts'
import { recordOf } from '../observability/request-record.ts'
import { createCostEstimate, type EstimateOptions } from './estimate.ts'

/** Options of {@link useCostLimit}. */
export interface CostLimitOptions extends EstimateOptions {
  /** 0 means no limit. */
  readonly maxCost: number
}

/**
 * Cost that introspection may have whatever `MAX_COST` is: the introspection query of graphql-js, with every option,
 * needs more than 25,000 since fleets and stacks are in the schema, and tools cannot ask for less. It grows with each resource.
 */
const INTROSPECTION_COST = 60_000

/** Estimates the cost of each operation, notes it in the record, and refuses operations that cost too much. */
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
