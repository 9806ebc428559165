import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { exceeded } from './exceeded.ts'

/** Looks at the parameters of an operation before its document is parsed, and gives those to go on with. */
export type Admit = (params: GraphQLParams) => GraphQLParams

/** Applies {@link Admit} to what comes over HTTP; other transports call it themselves. */
export function useAdmission(admit: Admit): Plugin {
  return {
    onParams({ params, setParams }) {
      setParams(admit(params))
    },
  }
}

/** Makes what refuses variables and extensions that nest too deep: whoever coerces or prints them recurses. */
export function createNestingCheck(maxNesting: number): (params: GraphQLParams) => void {
  return (params) => {
    for (const name of ['variables', 'extensions'] as const) {
      const nesting = nestingOf(params[name])
      if (nesting > maxNesting) {
        throw exceeded('NESTING_TOO_DEEP', `\`${name}\` nests ${nesting} deep`, 'MAX_NESTING', maxNesting)
      }
    }
  }
}

/** How many lists and objects stand in one another; level by level, because this must not recurse itself. */
export function nestingOf(value: unknown): number {
  let nesting = 0
  for (let level = [value].filter(isNested); level.length > 0; nesting++) {
    level = level.flatMap((nested) => Object.values(nested)).filter(isNested)
  }
  return nesting
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
