import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  getOperationAST,
  print,
  visit,
} from 'graphql'
import { isAsyncIterable, mapAsyncIterator, type Plugin, type PromiseOrValue } from 'graphql-yoga'
import type { Deadlines } from '../limits/deadlines.ts'

/** A context of which each event of a subscription gets a fresh one: loaders must not remember an earlier event. */
interface RenewableContext {
  /** Contexts of the same key give the same result. */
  readonly sharingKey: string
  /** @param signal aborted when nobody waits for the event's result any more. */
  readonly renewed: (signal: AbortSignal) => object
}

type Results = Map<string, PromiseOrValue<ExecutionResult>>

/**
 * Executes each event once for all subscribers that would get the same of it: the same event object, selection,
 * variables, authorization and freshness. Ten thousand subscribers cost little more than one.
 * @param runEvent runs an execution, with its deadline.
 */
export function useSharedExecution(runEvent: Deadlines['runEvent']): Plugin {
  const results = new WeakMap<object, Results>()
  const selections = new WeakMap<DocumentNode, Map<string | undefined, Selection>>()

  function selectionOf({ document, operationName }: ExecutionArgs): Selection {
    const known = selections.get(document) ?? new Map<string | undefined, Selection>()
    selections.set(document, known)
    const name = operationName ?? undefined
    const selection = known.get(name) ?? analyze(document, name)
    known.set(name, selection)
    return selection
  }

  function executeShared(args: ExecutionArgs, key: string, event: unknown): PromiseOrValue<ExecutionResult> {
    if (typeof event !== 'object' || event === null) return executeEvent(args, event)
    const shared: Results = results.get(event) ?? new Map()
    results.set(event, shared)
    const result = shared.get(key) ?? executeEvent(args, event)
    shared.set(key, result)
    return result
  }

  function executeEvent(args: ExecutionArgs, event: unknown): PromiseOrValue<ExecutionResult> {
    const { contextValue } = args
    const cancellation = new AbortController()
    const context = isRenewable(contextValue)
      ? { ...contextValue, ...contextValue.renewed(cancellation.signal) }
      : contextValue
    return runEvent(() => execute({ ...args, rootValue: event, contextValue: context }), cancellation)
  }

  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const source = await createSourceEventStream(args)
        if (!isAsyncIterable(source)) return source
        const key = keyOf(args, selectionOf(args))
        // Not an async generator: its `return` would wait for the next event.
        return mapAsyncIterator(source, (event) => executeShared(args, key, event))
      })
    },
  }
}

/** What decides the result of an event, beside the event itself. */
interface Selection {
  readonly text: string
  /** The variables that it uses; those of the subscription's own arguments have done their work. */
  readonly variables: readonly string[]
  /** The key that was asked for last: a crowd of the same key holds one string. */
  latestKey: string | undefined
}

function analyze(document: DocumentNode, operationName: string | undefined): Selection {
  const operation = getOperationAST(document, operationName)
  const variables = new Set<string>()
  const selected = visit(document, {
    OperationDefinition: (node) => (node === operation ? undefined : null),
    VariableDefinition: () => false,
    Field: (node, _key, _parent, _path, ancestors) => {
      const isRoot =
        ancestors.at(-2) === operation?.selectionSet || ancestors.at(-1) === operation?.selectionSet
      return isRoot ? { ...node, arguments: [] } : undefined
    },
    Variable: (node) => {
      variables.add(node.name.value)
    },
  })
  return { text: print(selected), variables: [...variables].sort(), latestKey: undefined }
}

function keyOf({ variableValues, contextValue }: ExecutionArgs, selection: Selection): string {
  const { text, variables, latestKey } = selection
  // One that is left out, and so has its default, is not one that is null.
  const used = variables.map((name) =>
    variableValues && name in variableValues ? [variableValues[name]] : [],
  )
  const key = JSON.stringify([text, used, isRenewable(contextValue) ? contextValue.sharingKey : undefined])
  if (key === latestKey) return latestKey
  selection.latestKey = key
  return key
}

function isRenewable(context: unknown): context is RenewableContext {
  return typeof context === 'object' && context !== null && 'renewed' in context && 'sharingKey' in context
}
