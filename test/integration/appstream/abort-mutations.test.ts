import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { ALL_SCOPES, createCaller } from '../../../src/schema/access.ts'
import { imageBuilderKind } from '../../../src/schema/image-builder/kind.ts'
import { createContextFactory, createSchema, createTurns } from '../../../src/schema/index.ts'
import type { AuditEntry } from '../../../src/schema/mutation/audit.ts'
import { operationsOf, startUpstream, type UpstreamOptions } from './support.ts'

const ERROR = '__typename ... on AppStreamError { code message retryable }'
const CREATE = `createImageBuilder(
  input: { name: "new", imageName: "golden", instanceType: "stream.standard.small", clientToken: TOKEN }
) { ${ERROR} ... on CreateImageBuilderPayload { imageBuilder { name } } }`
const STOP = `stopImageBuilder(input: { name: "desk" }) {
  ${ERROR} ... on StopImageBuilderPayload { imageBuilder { state } }
}`

const UNKNOWN = {
  result: { __typename: 'AppStreamOutcomeUnknownError', code: 'OUTCOME_UNKNOWN', retryable: true },
}

/** Starts the graph over an upstream with one running builder; each request has its own signal. */
async function startGraph(options?: UpstreamOptions) {
  const upstream = await startUpstream(options)
  const CreatedTime = new Date(upstream.time.clock.now() - 86_400_000)
  upstream.home.putImage({ Name: 'golden', Platform: 'WINDOWS_SERVER_2022', CreatedTime })
  upstream.home.putImageBuilder({ Name: 'desk', State: 'RUNNING', CreatedTime })
  const schema = createSchema()
  const createContext = createContextFactory({
    inventory: upstream.inventory,
    clock: upstream.time.clock,
    turns: createTurns(),
  })
  const audited: AuditEntry[] = []

  /** Sends a mutation; `leave` aborts its request. */
  function send(mutation: string, token?: string) {
    const controller = new AbortController()
    const reason = new Error('the caller has left')
    const field = mutation.replace('TOKEN', JSON.stringify(token ?? null))
    const contextValue = createContext({
      caller: createCaller('test', ALL_SCOPES),
      noCache: false,
      signal: controller.signal,
      audit: (entry) => audited.push(entry),
    })
    const { deferredErrors } = contextValue
    const answer = graphql({ schema, source: `mutation { result: ${field} }`, contextValue })
    return {
      answer: answer.then(({ data }) => data),
      leave: () => controller.abort(reason),
      errors: () => deferredErrors.map(({ originalError }) => originalError),
      reason,
    }
  }
  return { upstream, audited, send }
}

test('reconciles a creation aborted after sending, despite its aborted signal', async () => {
  const { upstream, audited, send } = await startGraph()
  await using _ = upstream
  upstream.emulator.faults.add({ operation: 'CreateImageBuilder', hang: true })
  const { answer, leave } = send(CREATE)
  await upstream.emulator.calls.waitFor(1)
  leave()
  expect(await answer).toMatchObject(UNKNOWN)
  expect(operationsOf(upstream)).toEqual(['CreateImageBuilder', 'DescribeImageBuilders'])
  expect(audited).toMatchObject([{ operation: 'CreateImageBuilder', outcome: 'OUTCOME_UNKNOWN' }])
  expect(upstream.finished).toMatchObject([
    { operation: 'CreateImageBuilder', purpose: 'write', outcome: 'ABORTED' },
    { operation: 'DescribeImageBuilders', purpose: 'read', outcome: 'OK' },
  ])
})

test('keeps the result reconciled after an abort for later reads', async () => {
  const { upstream, audited, send } = await startGraph()
  await using _ = upstream
  const { emulator, home, inventory, target } = upstream
  await inventory.of(target).kinds.of(imageBuilderKind).collection.read({})
  emulator.faults.add({ operation: 'StopImageBuilder', hang: true })
  const { answer, leave } = send(STOP)
  await emulator.calls.waitFor(2)
  home.change('image-builder', 'desk', { State: 'STOPPING' })
  leave()
  const payload = { __typename: 'StopImageBuilderPayload', imageBuilder: { state: 'STOPPING' } }
  expect(await answer).toMatchObject({ result: payload })
  expect(audited).toMatchObject([{ outcome: 'OK' }])
  expect(emulator.calls.count('StopImageBuilder')).toBe(1)
  const { items } = await inventory.of(target).kinds.of(imageBuilderKind).collection.read({})
  expect([...items.values()]).toMatchObject([{ aws: { State: 'STOPPING' } }])
})

test('neither sends nor reconciles a mutation aborted before sending', async () => {
  const { upstream, audited, send } = await startGraph({ budget: { write: { perSecond: 1, burst: 1 } } })
  await using _ = upstream
  const { target, time } = upstream
  await target.writer({ caller: 'test' }).call('TagResource', {
    ResourceArn: 'arn:aws:appstream:us-east-1:123456789012:image/golden',
    Tags: { a: 'b' },
  })
  const { answer, leave, errors, reason } = send(CREATE)
  await expect.poll(() => target.queued.write, { timeout: 30_000 }).toBe(1)
  leave()
  await answer
  expect(errors()).toEqual([reason])
  expect(audited).toMatchObject([{ outcome: 'ABORTED' }])
  time.advance(10_000)
  expect(operationsOf(upstream)).toEqual(['TagResource'])
})

test('continues a creation for requests that joined through its client token', async () => {
  const { upstream, audited, send } = await startGraph()
  await using _ = upstream
  const { emulator } = upstream
  emulator.faults.add({ operation: 'CreateImageBuilder', latencyMs: 100 })
  const first = send(CREATE, 'order-66')
  const second = send(CREATE, 'order-66')
  await emulator.calls.waitFor(1)
  first.leave()
  const made = { result: { __typename: 'CreateImageBuilderPayload', imageBuilder: { name: 'new' } } }
  expect(await second.answer).toEqual(made)
  expect(await first.answer).toEqual(made)
  expect(operationsOf(upstream)).toEqual(['CreateImageBuilder'])
  expect(audited).toMatchObject([{ repeated: false }, { repeated: true }])
})

test('reconciles once if all requests with a client token abort; allows retry', async () => {
  const { upstream, send } = await startGraph()
  await using _ = upstream
  const { emulator } = upstream
  emulator.faults.add({ operation: 'CreateImageBuilder', hang: true, times: 1 })
  const callers = [send(CREATE, 'order-66'), send(CREATE, 'order-66')]
  await emulator.calls.waitFor(1)
  for (const { leave } of callers) leave()
  for (const { answer } of callers) expect(await answer).toMatchObject(UNKNOWN)
  expect(operationsOf(upstream)).toEqual(['CreateImageBuilder', 'DescribeImageBuilders'])
  expect(await send(CREATE, 'order-66').answer).toMatchObject({ result: { imageBuilder: { name: 'new' } } })
})

test('an aborted roll-out updates no further fleets and audits the earlier ones', async () => {
  const { upstream, audited, send } = await startGraph()
  await using _ = upstream
  const { emulator, home } = upstream
  for (const Name of ['one', 'two', 'three']) home.putFleet({ Name, State: 'STOPPED' })
  emulator.faults.add({ operation: 'UpdateFleet', match: ({ Name }) => Name === 'two', hang: true })
  const fleets = '[{ name: "one" }, { name: "two" }, { name: "three" }]'
  const { answer, leave, errors, reason } = send(
    `rollOutAppStreamImage(input: { imageName: "golden", fleets: ${fleets} }) { ${ERROR} }`,
  )
  await emulator.calls.waitFor(2, 'UpdateFleet')
  leave()
  await answer
  expect(errors()).toEqual([reason])
  expect(emulator.calls.count('UpdateFleet')).toBe(2)
  expect(audited.map(({ operation, resource, outcome }) => [operation, resource, outcome])).toEqual([
    ['UpdateFleet', 'one', 'OK'],
    ['UpdateFleet', 'two', 'ABORTED'],
    ['rollOutAppStreamImage', 'golden', 'ABORTED'],
  ])
})
