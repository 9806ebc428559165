import { once } from 'node:events'
import { startChild } from '../../support/child.ts'
import { type Load, type LoadResult, loadReply } from './load.ts'

/** Load generator in a process of its own. It applies one load at a time. */
export interface Loader extends AsyncDisposable {
  /** Applies a load. Rejects on a wrong answer: a server that answers wrongly has no speed. */
  apply(load: Load): Promise<LoadResult>
}

/** Starts a load generator. */
export async function startLoader(): Promise<Loader> {
  const child = await startChild('test/bench/load/program.ts')
  return {
    async apply(load) {
      using scope = endedWithScope()
      const replied = once(child.process, 'message', scope)
      const died = once(child.process, 'exit', scope).then(() => {
        throw new Error(`The load generator has ended:\n${child.complaint()}`)
      })
      child.process.send(load)
      const [message] = await Promise.race([replied, died])
      const reply = loadReply.parse(message)
      if ('error' in reply) throw new Error(reply.error)
      return reply.result
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}

/** Returns a signal for waiting on events that aborts pending waits when the scope ends. */
function endedWithScope(): { readonly signal: AbortSignal } & Disposable {
  const scope = new AbortController()
  return { signal: scope.signal, [Symbol.dispose]: () => scope.abort() }
}
