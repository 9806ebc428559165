import type { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'

/** What a context may add to a result, once that is complete. */
export interface ResultAdditions {
  /** What goes into the response's `extensions`, for instance that the data is stale. */
  responseExtensions(): Readonly<Record<string, unknown>> | undefined
  /** Errors that were kept until the last field had run; any of them makes the whole data null. */
  readonly deferredErrors: readonly GraphQLError[]
}

/** Adds to each result what its context has to add. */
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
