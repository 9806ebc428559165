import { createClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import type { OperationKind } from '../../src/server/graphiql/client/settings.ts'
import { readTopics } from '../../src/server/graphiql/examples.ts'
import { createTestTime, startGateway, type TestGateway } from '../support/gateway.ts'

/** Exceeds any transition of the emulator. */
const A_WHILE_MS = 60_000

async function examplesOf(kind: OperationKind): Promise<readonly string[]> {
  const examples = (await readTopics()).flatMap((topic) => topic.examples)
  return examples.filter((example) => example.kind === kind).map(({ query }) => query)
}

/** Returns the example that contains a text. */
async function exampleWith(kind: OperationKind, text: string): Promise<string> {
  return (await examplesOf(kind)).find((query) => query.includes(text)) ?? ''
}

/** Sends an example as GraphiQL does and returns the text of the answer, which must have no errors. */
async function run({ url }: TestGateway, query: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const answer = await response.text()
  expect(JSON.parse(answer), query).not.toHaveProperty('errors')
  return answer
}

test("GraphiQL's example queries run unchanged and return results", async () => {
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  const queries = await examplesOf('query')
  expect(queries.length).toBeGreaterThanOrEqual(5)
  for (const query of queries) expect(await run(gateway, query), query).toMatch(/"(name|region)":"./)
})

test("GraphiQL's example mutations run unchanged and return results", async () => {
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  const answers: unknown[] = []
  for (const mutation of await examplesOf('mutation')) {
    answers.push(JSON.parse(await run(gateway, mutation)).data)
    gateway.emulator.advance(A_WHILE_MS)
  }
  const inState = (state: string) => ({ name: 'graphiql-demo', state })
  expect(answers).toMatchObject([
    {
      createImageBuilder: {
        imageBuilder: { ...inState('PENDING'), image: { name: 'golden-windows-v12' } },
      },
    },
    { stopImageBuilder: { imageBuilder: inState('STOPPING') } },
    { startImageBuilder: { imageBuilder: inState('PENDING') } },
    { deleteImageBuilder: { imageBuilder: inState('DELETING') } },
    {
      disassociateSoftwareFromImageBuilder: { __typename: 'DisassociateSoftwareFromImageBuilderPayload' },
      startSoftwareDeploymentToImageBuilder: {
        imageBuilder: { name: 'analytics-desktop', state: 'PENDING_SYNCING_APPS' },
      },
    },
    {
      createAppStreamExportImageTask: {
        exportImageTask: { amiName: 'graphiql-demo', state: 'EXPORTING' },
      },
    },
    {
      createImportedImage: { dryRunPassed: true, image: null },
    },
    {
      rollOutAppStreamImage: {
        image: { name: 'golden-windows-v12' },
        outcomes: [
          { fleet: { name: 'finance-production' }, changed: false, error: null },
          { fleet: { name: 'reception-kiosk' }, changed: false, error: { code: 'RESOURCE_IN_USE' } },
        ],
      },
    },
    { expireAppStreamSession: { sessionId: 'finance-session-3' } },
    { createAppStreamStreamingUrl: { streamingUrl: expect.stringMatching(/^https:\/\/appstream2\./) } },
    {
      createAppStreamAppBlock: { appBlock: inState('INACTIVE') },
      createAppStreamAppBlockBuilder: { appBlockBuilder: inState('STOPPED') },
      associateAppStreamAppBlockBuilderAppBlock: {
        appBlock: { appBlockBuilders: { nodes: [{ name: 'graphiql-demo' }] } },
      },
    },
    { startAppStreamAppBlockBuilder: { appBlockBuilder: inState('STARTING') } },
    {
      createAppStreamAppBlockBuilderStreamingUrl: {
        streamingUrl: expect.stringMatching(/^https:\/\/appstream2\./),
      },
    },
    {
      createAppStreamElasticApplication: {
        application: { name: 'graphiql-demo', appBlock: inState('INACTIVE') },
      },
      associateAppStreamApplicationFleet: {
        fleet: { catalog: expect.arrayContaining([{ name: 'graphiql-demo' }]) },
      },
    },
    {
      disassociateAppStreamApplicationFleet: {
        __typename: 'DisassociateAppStreamApplicationFleetPayload',
      },
      deleteAppStreamElasticApplication: { deletedId: expect.any(String) },
    },
    { stopAppStreamAppBlockBuilder: { appBlockBuilder: inState('STOPPING') } },
    {
      disassociateAppStreamAppBlockBuilderAppBlock: {
        __typename: 'DisassociateAppStreamAppBlockBuilderAppBlockPayload',
      },
      deleteAppStreamAppBlockBuilder: { deletedId: expect.any(String) },
      deleteAppStreamAppBlock: { deletedId: expect.any(String) },
    },
    {
      createAppStreamDirectoryConfig: { directoryConfig: { directoryName: 'graphiql-demo.example.com' } },
      deleteAppStreamDirectoryConfig: { deletedId: expect.any(String) },
    },
    {
      deleteAppStreamUsageReportSubscription: { deletedId: expect.any(String) },
      createAppStreamUsageReportSubscription: { usageReportSubscription: { schedule: 'DAILY' } },
    },
  ])
  const { imageBuilders, appBlocks, appBlockBuilders, applications } = gateway.emulator.region('us-east-1')
  for (const table of [imageBuilders, appBlocks, appBlockBuilders, applications]) {
    expect(table.has('graphiql-demo')).toBe(false)
  }
})

test("GraphiQL's roll-out example updates the fleets that pass the checks", async () => {
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  const example = await exampleWith('mutation', 'rollOutAppStreamImage')
  const { data } = JSON.parse(await run(gateway, example.replace('dryRun: true', 'dryRun: false')))
  expect(data.rollOutAppStreamImage.outcomes).toMatchObject([
    {
      fleet: { name: 'finance-production', image: { name: 'golden-windows-v12' } },
      changed: true,
      error: null,
    },
    { fleet: { name: 'reception-kiosk' }, changed: false, error: { code: 'RESOURCE_IN_USE' } },
  ])
  expect(gateway.emulator.calls.count('UpdateFleet')).toBe(1)
})

test("GraphiQL's example mutations return typed errors in the wrong state", async () => {
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  const [create = '', stop = '', start = '', remove = ''] = await examplesOf('mutation')
  expect(await run(gateway, stop)).toContain('"__typename":"AppStreamResourceNotFoundError"')
  await run(gateway, create)
  expect(await run(gateway, create)).toContain('"__typename":"AppStreamResourceAlreadyExistsError"')
  expect(await run(gateway, start)).toMatch(/AppStreamResourceNotAvailableError.*is PENDING/)
  expect(await run(gateway, remove)).toMatch(/AppStreamOperationNotPermittedError.*is PENDING/)
})

test("GraphiQL's example subscription emits the builder of the example mutations", async () => {
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  const [query = ''] = await examplesOf('subscription')
  const [create = ''] = await examplesOf('mutation')
  const client = createClient({ url: gateway.url, retryAttempts: 0 })
  const kinds: unknown[] = []
  for await (const { data, errors } of client.iterate<{ imageBuilderStateChanged: Event }>({ query })) {
    expect(errors).toBeUndefined()
    const { kind, imageBuilder } = data?.imageBuilderStateChanged ?? {}
    kinds.push([kind, imageBuilder?.name])
    if (kind === 'SYNCED') await run(gateway, create)
    if (kind === 'CREATED') break
  }
  client.dispose()

  expect(kinds).toEqual([
    ['SYNCED', undefined],
    ['CREATED', 'graphiql-demo'],
  ])
})

test("GraphiQL's capacity subscription emits every fleet, then its changes", async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, emulator: { seed: companySeed } })
  const query = await exampleWith('subscription', 'appStreamFleetCapacityChanged')
  const client = createClient({ url: gateway.url, retryAttempts: 0 })
  const kinds: unknown[] = []
  for await (const { data, errors } of client.iterate<{ appStreamFleetCapacityChanged: CapacityEvent }>({
    query,
  })) {
    expect(errors).toBeUndefined()
    const { kind, capacity } = data?.appStreamFleetCapacityChanged ?? {}
    kinds.push(kind)
    if (kind === 'SYNCED') {
      const ComputeCapacityStatus = { Desired: 9, Running: 9, InUse: 5, Available: 4 }
      gateway.emulator.region('us-east-1').change('fleet', 'finance-production', { ComputeCapacityStatus })
      // A fleet of the seed is in transition, so the next poll is due soon.
      await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(2_000)
      time.advance(2_000)
    }
    if (kind !== 'STATE_CHANGED') continue
    expect(capacity).toMatchObject({ desired: 9, inUse: 5, available: 4 })
    break
  }
  client.dispose()
  expect(kinds.filter((kind) => kind === 'SNAPSHOT').length).toBeGreaterThan(5)
})

test("GraphiQL's export subscription follows an example export until it has an AMI", async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time, emulator: { seed: companySeed } })
  const query = await exampleWith('subscription', 'appStreamExportImageTaskStateChanged')
  const start = await exampleWith('mutation', 'createAppStreamExportImageTask')
  const client = createClient({ url: gateway.url, retryAttempts: 0 })
  const seen: unknown[] = []
  for await (const { data, errors } of client.iterate<Record<string, TaskEvent>>({ query })) {
    expect(errors).toBeUndefined()
    const { kind, exportImageTask } = data?.['appStreamExportImageTaskStateChanged'] ?? {}
    seen.push([kind, exportImageTask?.amiName, exportImageTask?.amiId])
    if (kind === 'SYNCED') await run(gateway, start)
    if (kind === 'STATE_CHANGED') break
    if (kind !== 'CREATED') continue
    gateway.emulator.advance(A_WHILE_MS)
    await expect.poll(() => time.delays(), { timeout: 30_000 }).toContain(2_000)
    time.advance(2_000)
  }
  client.dispose()
  expect(seen).toEqual([
    ['SNAPSHOT', 'office-suite-v9-workspaces', null],
    ['SYNCED', undefined, undefined],
    ['CREATED', 'graphiql-demo', null],
    ['STATE_CHANGED', 'graphiql-demo', expect.stringMatching(/^ami-/)],
  ])
})

interface TaskEvent {
  readonly kind: string
  readonly exportImageTask: { readonly amiName: string; readonly amiId: string | null } | null
}

interface CapacityEvent {
  readonly kind: string
  readonly capacity: object | null
}

interface Event {
  readonly kind: string
  readonly imageBuilder: { readonly name: string } | null
}
