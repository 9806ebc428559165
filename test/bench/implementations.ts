import { once } from 'node:events'
import { Agent } from 'node:http'
import { z } from 'zod'
import type { Child } from '../support/child.ts'
import type { directRequest } from './direct.ts'
import { applyLoad, type Load, type LoadResult, loadResultShape } from './load.ts'
import { createPost, send } from './post.ts'
import type { Scenario } from './scenarios.ts'

/** One way of reading the data of a scenario. */
export interface Contender {
  readonly name: string
  /** Reads once and resolves with the `data`. */
  answer(scenario: Scenario): Promise<unknown>
  measure(scenario: Scenario, load: Load): Promise<LoadResult>
}

const answerShape = z.strictObject({ data: z.unknown() })
const directTimeoutMs = 30_000

/** Creates a contender from a GraphQL server and its request headers. This process generates the load. */
export function graphqlContender(
  name: string,
  { url }: Pick<Child, 'url'>,
  headers: Readonly<Record<string, string>> = {},
): Contender {
  async function ask(agent: Agent, { query }: Scenario): Promise<{ text: string; data: unknown }> {
    const text = await send(createPost(url, agent, query, headers))
    // Strict: errors or stale data disqualify a response.
    return { text, data: answerShape.parse(JSON.parse(text)).data }
  }

  return {
    name,
    async answer(scenario) {
      using agent = disposableAgent(1)
      return (await ask(agent, scenario)).data
    },
    async measure(scenario, load) {
      using agent = disposableAgent(load.clients)
      await connect(url, agent, load.clients)
      const { text: expected } = await ask(agent, scenario)
      const post = createPost(url, agent, scenario.query, headers)
      // Awaited here: the agent must outlive the load.
      return await applyLoad(async () => {
        const text = await send(post)
        if (text !== expected) throw new Error(`${name} answered ${text} where ${expected} was expected.`)
      }, load)
    },
  }
}

/**
 * Creates a contender from the SDK script, which generates its own load: nothing stands between caller and
 * SDK.
 */
export function directContender(name: string, { process: script, complaint }: Child): Contender {
  async function ask(request: z.input<typeof directRequest>, timeoutMs = directTimeoutMs): Promise<unknown> {
    using ended = endedBy(AbortSignal.timeout(timeoutMs))
    const answered = once(script, 'message', ended)
    const died = once(script, 'exit', ended).then(() => {
      throw new Error(`${name} has ended:\n${complaint()}`)
    })
    script.send(request)
    const [answer]: unknown[] = await Promise.race([answered, died])
    return answer
  }

  return {
    name,
    answer: (scenario) => ask({ scenario: scenario.name }),
    async measure(scenario, load) {
      const timeoutMs = directTimeoutMs + (load.warmUpSeconds + load.seconds) * 1000
      return loadResultShape.parse(await ask({ scenario: scenario.name, load }, timeoutMs))
    },
  }
}

/** Opens every connection first: a busy Node accepts one per event-loop turn, which is not being measured. */
async function connect(url: string, agent: Agent, connections: number): Promise<void> {
  const post = createPost(url, agent, '{ __typename }', {})
  await Promise.all(Array.from({ length: connections }, () => send(post)))
}

function disposableAgent(maxSockets: number): Agent & Disposable {
  const agent = new Agent({ keepAlive: true, maxSockets })
  return Object.assign(agent, { [Symbol.dispose]: () => agent.destroy() })
}

/** Creates a signal for waiting on events that aborts pending waits when the scope ends. */
function endedBy(timeout: AbortSignal): { readonly signal: AbortSignal } & Disposable {
  const scope = new AbortController()
  const signal = AbortSignal.any([timeout, scope.signal])
  return { signal, [Symbol.dispose]: () => scope.abort() }
}
