import type { GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { truncate } from '../../schema/errors.ts'
import { exceeded } from './exceeded.ts'

/** Checks the parameters of an operation before its document is parsed. Returns the parameters to execute. */
export type Admit = (params: GraphQLParams) => GraphQLParams

/** Applies {@link Admit} to operations over HTTP. Other transports call it themselves. */
export function useAdmission(admit: Admit): Plugin {
  return {
    onParams({ params, setParams }) {
      setParams(admit(params))
    },
  }
}

/** Limits of variables and extensions. */
export interface ParamsLimits {
  readonly maxNesting: number
  /** Maximum items of a list in variables; 0: no limit. */
  readonly maxListItems: number
  /** Maximum characters of a string in variables; 0: no limit. */
  readonly maxStringLength: number
}

/**
 * Creates the check of variables and extensions. Coercing or printing them is recursive, and every field that uses a
 * variable processes its lists and strings again.
 */
export function createParamsCheck(limits: ParamsLimits): (params: GraphQLParams) => void {
  const { maxNesting } = limits
  return (params) => {
    for (const name of ['variables', 'extensions'] as const) {
      const nesting = nestingOf(params[name])
      if (nesting > maxNesting) {
        throw exceeded(
          'NESTING_TOO_DEEP',
          `\`${name}\` is nested ${nesting} levels deep`,
          'MAX_NESTING',
          maxNesting,
        )
      }
    }
    for (const [name, value] of Object.entries(params.variables ?? {})) {
      checkSizes(value, `\`$${truncate(name)}\``, limits)
    }
  }
}

/** Checks lists and strings of a value whose nesting is bounded. */
function checkSizes(value: unknown, where: string, limits: ParamsLimits): void {
  const { maxListItems, maxStringLength } = limits
  if (typeof value === 'string') {
    if (maxStringLength === 0 || value.length <= maxStringLength) return
    throw stringTooLong(where, value.length, maxStringLength)
  }
  if (!isNested(value)) return
  if (Array.isArray(value) && maxListItems > 0 && value.length > maxListItems) {
    throw exceeded(
      'LIST_TOO_LONG',
      `${where} has a list of ${value.length} items`,
      'MAX_LIST_ITEMS',
      maxListItems,
    )
  }
  for (const member of Object.values(value)) checkSizes(member, where, limits)
}

/** Creates the error for a string that is too long. */
export function stringTooLong(where: string, length: number, maxLength: number): GraphQLError {
  const found = `${where} has a string of ${length} characters`
  return exceeded('STRING_TOO_LONG', found, 'MAX_STRING_LENGTH', maxLength)
}

/** Returns the nesting of lists and objects. Iterates level by level, because recursion could overflow the stack. */
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
