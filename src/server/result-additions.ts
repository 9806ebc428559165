import type { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'

/** Additions to the result of an operation, collected in its context. */
export interface ResultAdditions {
  /** Returns entries for the `extensions` of the response, for example about stale data. Undefined if none. */
  responseExtensions(): Readonly<Record<string, unknown>> | undefined
  /** Errors reported after all fields have run. If there are any, `data` is null. */
  readonly deferredErrors: readonly GraphQLError[]
}

/** Adds the additions of the context to each result. */
export function useResultAdditions(): Plugin {
  return {
    onExecute: () => ({
      onExecuteDone({ args, result, setResult }) {
        const context: unknown = args.contextValue
        if (isAsyncIterable(result) || !hasResultAdditions(context)) return
        const { deferredErrors } = context
        const extensions = context.responseExtensions()
        setResult({
          ...result,
          ...(deferredErrors.length > 0 && {
            data: null,
            errors: [...(result.errors ?? []), ...deferredErrors],
          }),
          ...(extensions && { extensions: { ...result.extensions, ...extensions } }),
        })
      },
    }),
  }
}

function hasResultAdditions(context: unknown): context is ResultAdditions {
  return (
    typeof context === 'object' &&
    context !== null &&
    'responseExtensions' in context &&
    'deferredErrors' in context
  )
}
