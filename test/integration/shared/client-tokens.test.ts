import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Emulator, emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { createTestClock, REGION, startGateway } from '../../support/gateway.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../../support/redis-server.ts'
import { ageEpoch, STEADY_GATEWAY } from '../../support/replicas/patience.ts'
import { startReplicas } from '../../support/replicas/replicas.ts'

const MUTATION = `mutation ($input: CreateImageBuilderInput!) {
  createImageBuilder(input: $input) {
    __typename
    ... on AppStreamError { message code retryable }
    ... on AppStreamInputError { fields { path } }
    ... on CreateImageBuilderPayload { imageBuilder { name arn state createdTime description } }
  }
}`
const DIRECTORY = `mutation ($input: CreateAppStreamDirectoryConfigInput!) {
  createAppStreamDirectoryConfig(input: $input) {
    __typename
    ... on CreateAppStreamDirectoryConfigPayload { directoryConfig { directoryName } }
  }
}`
const CREATED = { __typename: 'CreateImageBuilderPayload', imageBuilder: { name: 'fresh' } }
const UNKNOWN = { __typename: 'AppStreamOutcomeUnknownError', code: 'OUTCOME_UNKNOWN', retryable: true }

const input = {
  name: 'fresh',
  imageName: 'golden',
  instanceType: 'stream.standard.medium',
  clientToken: 'order-66',
}

const DEPLOYMENT = 'tokens'

/** Starts an emulator with one image. */
async function startUpstream(): Promise<Emulator> {
  const emulator = await startEmulator({ seed: emptySeed })
  const CreatedTime = new Date(Date.now() - 86_400_000)
  emulator.region(REGION).putImage({ Name: 'golden', Platform: 'WINDOWS_SERVER_2022', CreatedTime })
  return emulator
}

function environmentOf(emulator: Emulator, redis: RedisServer) {
  return {
    DEPLOYMENT,
    AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
    SHARED_STATE_URL: redis.url,
    // A repeat waits this long after a request of a killed gateway. A busy emulator takes seconds to answer.
    UPSTREAM_TIMEOUT_MS: '5000',
    LOG_LEVEL: 'error',
  }
}

/** Starts the engine of gateways whose first write waits for nothing. */
async function startEngine(): Promise<RedisServer> {
  const redis = await startRedis()
  await ageEpoch(redis, DEPLOYMENT)
  return redis
}

/** Time of gateways that may take more than a second between the record of a request and the request. */
const unhurried = () => ({ ...STEADY_GATEWAY, clock: createTestClock() })

/** Sends a mutation and returns its result, or the first error. */
async function mutateOnce(
  url: string,
  variables: object,
  query = MUTATION,
): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input: variables } }),
  })
  const { data, errors } = await response.json()
  return errors?.[0] ?? Object.values(data)[0]
}

/** Same, until the engine answers in time, which a busy one may not. Nothing is sent to AWS before. */
async function mutate(...request: Parameters<typeof mutateOnce>): ReturnType<typeof mutateOnce> {
  for (;;) {
    const result = await mutateOnce(...request)
    if (Object(result['extensions']).code !== 'COORDINATION_UNAVAILABLE') return result
    await delay(50)
  }
}

describeWithRedis('client tokens of several gateways', () => {
  test('send one request to AWS for simultaneous repeats at both gateways', async () => {
    await using redis = await startEngine()
    await using emulator = await startUpstream()
    const env = environmentOf(emulator, redis)
    await using a = await startGateway({ env, ...unhurried() })
    await using b = await startGateway({ env, ...unhurried() })
    emulator.faults.add({ operation: 'CreateImageBuilder', latencyMs: 200 })
    const [first, ...others] = await Promise.all([a, b, b, a].map(({ url }) => mutate(url, input)))
    expect(first).toMatchObject(CREATED)
    for (const other of others) expect(other).toEqual(first)
    expect(emulator.calls.count('CreateImageBuilder')).toBe(1)
  })

  test('return the first result at the other gateway; reject another input', async () => {
    await using redis = await startEngine()
    await using emulator = await startUpstream()
    const env = environmentOf(emulator, redis)
    const audits: { readonly outcome: string }[] = []
    const onLog = (line: string) => {
      const { audit } = JSON.parse(line)
      if (audit !== undefined) audits.push(audit)
    }
    await using a = await startGateway({ env, ...unhurried() })
    await using b = await startGateway({ env, onLog, ...unhurried() })
    const first = await mutate(a.url, input)
    expect(first).toMatchObject(CREATED)
    expect(await mutate(b.url, input)).toEqual(first)
    expect(audits.filter(({ outcome }) => outcome === 'OK')).toMatchObject([{ repeated: true }])
    expect(await mutate(b.url, { ...input, description: 'another' })).toMatchObject({
      __typename: 'AppStreamInputError',
      fields: [{ path: 'clientToken' }],
    })
    expect(emulator.calls.count('CreateImageBuilder')).toBe(1)
  })

  test('return a permanent failure at the other gateway', async () => {
    await using redis = await startEngine()
    await using emulator = await startUpstream()
    const env = environmentOf(emulator, redis)
    await using a = await startGateway({ env, ...unhurried() })
    await using b = await startGateway({ env, ...unhurried() })
    const fault = emulator.faults.add({
      operation: 'CreateImageBuilder',
      error: { type: 'LimitExceededException', message: 'No more.' },
    })
    const first = await mutate(a.url, input)
    expect(first).toMatchObject({ __typename: 'AppStreamLimitExceededError', message: 'No more.' })
    fault.remove()
    expect(await mutate(b.url, input)).toEqual(first)
    expect(emulator.calls.count('CreateImageBuilder')).toBe(1)
  })

  test('send nothing while the engine is down; mutations without tokens run', async () => {
    await using redis = await startEngine()
    await using emulator = await startUpstream()
    await using a = await startGateway({ env: environmentOf(emulator, redis) })
    await redis.kill()
    expect(await mutateOnce(a.url, input)).toMatchObject({
      message: expect.stringContaining('SHARED_STATE_URL'),
      extensions: { code: 'COORDINATION_UNAVAILABLE', retryable: true },
    })
    expect(emulator.calls.count('CreateImageBuilder')).toBe(0)
    const { clientToken: _, ...withoutToken } = input
    expect(await mutate(a.url, withoutToken)).toMatchObject(CREATED)
  })

  test('leave neither token, password nor account name in the engine', async () => {
    await using redis = await startEngine()
    await using emulator = await startUpstream()
    const env = environmentOf(emulator, redis)
    await using a = await startGateway({ env, ...unhurried() })
    await using b = await startGateway({ env, ...unhurried() })
    const directory = {
      directoryName: 'corp.example.com',
      organizationalUnitDistinguishedNames: ['OU=AppStream,DC=corp'],
      serviceAccountCredentials: { accountName: 'corp\\joiner', accountPassword: 'sesame-open-1' },
      clientToken: 'order-67',
    }
    const created = { __typename: 'CreateAppStreamDirectoryConfigPayload' }
    expect(await mutate(a.url, directory, DIRECTORY)).toMatchObject(created)
    expect(await mutate(b.url, directory, DIRECTORY)).toMatchObject(created)
    const keys = [await redis.command('KEYS', '*')].flat().map(String)
    expect(keys.filter((key) => key.includes(':t1:'))).toHaveLength(1)
    for (const key of keys.filter((each) => each.includes(':t1:'))) {
      const text = `${key} ${JSON.stringify(await redis.command('HGETALL', key))}`
      expect(text).not.toMatch(/sesame|order-67/)
    }
  })

  test.each([
    ['found if AWS executed it', { latencyMs: 2500 }, CREATED],
    ['unknown if AWS does not show it', { hang: true as const }, UNKNOWN],
  ])('never repeat what a killed gateway sent: %s', async (_title, fault, expected) => {
    await using redis = await startEngine()
    await using emulator = await startUpstream()
    await using replicas = await startReplicas({ count: 2, environment: environmentOf(emulator, redis) })
    const [a, b] = replicas.all
    emulator.faults.add({ operation: 'CreateImageBuilder', ...fault })
    const lost = mutate(a?.url ?? '', input).catch(() => 'lost')
    await emulator.calls.waitFor(1, 'CreateImageBuilder')
    await a?.kill()
    expect(await lost).toBe('lost')
    for (let repeats = 0; repeats < 2; repeats++) {
      expect(await mutate(b?.url ?? '', input)).toMatchObject(expected)
    }
    expect(emulator.calls.count('CreateImageBuilder')).toBe(1)
  })

  test('are not sent again by the other gateway after an unknown outcome', async () => {
    await using redis = await startEngine()
    await using emulator = await startUpstream()
    await using replicas = await startReplicas({ count: 2, environment: environmentOf(emulator, redis) })
    const [a, b] = replicas.all
    emulator.faults.add({ operation: 'CreateImageBuilder', reset: 'before' })
    expect(await mutate(a?.url ?? '', input)).toMatchObject(UNKNOWN)
    emulator.faults.clear()
    expect(await mutate(b?.url ?? '', input)).toMatchObject(UNKNOWN)
    expect(await mutate(a?.url ?? '', input)).toMatchObject(UNKNOWN)
    expect(emulator.calls.count('CreateImageBuilder')).toBe(1)
  })

  test('run at the other gateway if the first died before sending', async () => {
    await using redis = await startEngine()
    await using emulator = await startUpstream()
    // At one write a second, the mutation waits for those before it.
    const slow = { UPSTREAM_WRITES_PER_SECOND: '1', UPSTREAM_WRITES_BURST: '1', UPSTREAM_TIMEOUT_MS: '60000' }
    const environment = { ...environmentOf(emulator, redis), ...slow }
    await using replicas = await startReplicas({ count: 2, environment })
    const [a, b] = replicas.all
    const { clientToken: _, ...withoutToken } = input
    const sent = Array.from({ length: 10 }, (_each, index) =>
      mutate(a?.url ?? '', { ...withoutToken, name: `earlier-${index}` }).catch(() => 'lost'),
    )
    await emulator.calls.waitFor(1, 'CreateImageBuilder')
    const lost = mutate(a?.url ?? '', input).catch(() => 'lost')
    await expect.poll(() => redis.command('KEYS', '*:t1:*'), { timeout: 30_000 }).toHaveLength(1)
    await a?.kill()
    expect(await lost).toBe('lost')
    await Promise.all(sent)
    expect(await mutate(b?.url ?? '', input)).toMatchObject(CREATED)
    const calls = emulator.calls.all.filter(({ input: sentInput }) => sentInput['Name'] === 'fresh')
    expect(calls).toHaveLength(1)
  })
})
