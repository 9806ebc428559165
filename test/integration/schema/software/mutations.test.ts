import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../../src/emulator/server.ts'
import { imageBuilderArn } from '../../../support/gateway.ts'
import { describeOutcomes, mutate, typeOf } from '../../../support/mutate.ts'
import { subscribe } from '../../../support/subscription.ts'
import { callsOf } from '../fleet/support.ts'
import { OFFICE, PROJECT, startWorkshop, statusesOf, VISIO } from './support.ts'

/** Each mutation, its AWS operation, and an input that succeeds. */
const MUTATIONS = {
  associateSoftwareToImageBuilder: {
    operation: 'AssociateSoftwareToImageBuilder',
    input: { name: 'desk', softwareNames: [PROJECT] },
  },
  disassociateSoftwareFromImageBuilder: {
    operation: 'DisassociateSoftwareFromImageBuilder',
    input: { name: 'desk', softwareNames: [OFFICE] },
  },
  startSoftwareDeploymentToImageBuilder: {
    operation: 'StartSoftwareDeploymentToImageBuilder',
    input: { name: 'desk' },
  },
} as const

type Name = keyof typeof MUTATIONS

/** Differences of an input that AWS shows as not executed. */
const NOT_EXECUTED: Readonly<Record<Name, object>> = {
  associateSoftwareToImageBuilder: { softwareNames: [OFFICE, 'Other'] },
  disassociateSoftwareFromImageBuilder: {},
  startSoftwareDeploymentToImageBuilder: {},
}

interface DeploymentEvent {
  readonly kind: string
  readonly state: string
  readonly imageBuilder: { readonly softwareAssociations: readonly { readonly status: string }[] }
}

describeOutcomes(MUTATIONS, startWorkshop, {
  missing: { name: 'gone' },
  confirmed: {
    associateSoftwareToImageBuilder: 'imageBuilder { name }',
    disassociateSoftwareFromImageBuilder: 'imageBuilder { name }',
    startSoftwareDeploymentToImageBuilder: 'imageBuilder { name }',
  },
})

describe.each(Object.keys(MUTATIONS) as Name[])('%s', (name) => {
  const { operation, input } = MUTATIONS[name]

  test('fails if AWS did not execute a call', async () => {
    await using gateway = await startWorkshop()
    gateway.emulator.faults.add({ operation, times: 1, reset: 'before' })
    const { errors } = await gateway.query<unknown, { input: object }>(
      `mutation ($input: ${typeOf(name, 'Input')}!) { ${name}(input: $input) { __typename } }`,
      { variables: { input: { ...input, ...NOT_EXECUTED[name] } } },
    )
    expect(errors).toMatchObject([{ path: [name], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }])
  })

  test('rejects a name together with an ARN', async () => {
    await using gateway = await startWorkshop()
    expect(await mutate(gateway, name, { ...input, arn: imageBuilderArn('desk') })).toMatchObject({
      __typename: 'AppStreamInputError',
      fields: [{ path: 'arn' }],
    })
    expect(callsOf(gateway)).toEqual({})
  })
})

test('stages, deploys and removes software, with fresh reads after each mutation', async () => {
  await using gateway = await startWorkshop()
  const installed = { [OFFICE]: 'INSTALLED' }
  await statusesOf(gateway)
  await mutate(gateway, 'disassociateSoftwareFromImageBuilder', {
    ...{ arn: imageBuilderArn('desk'), softwareNames: [VISIO, PROJECT] },
  })
  expect(await statusesOf(gateway)).toEqual(installed)
  const associated = await mutate(
    gateway,
    'associateSoftwareToImageBuilder',
    { name: 'desk', softwareNames: [VISIO] },
    'imageBuilder { name state softwareAssociations { softwareName status } }',
  )
  expect(associated['imageBuilder']).toEqual({
    ...{ name: 'desk', state: 'RUNNING' },
    softwareAssociations: [
      { softwareName: OFFICE, status: 'INSTALLED' },
      { softwareName: VISIO, status: 'STAGED_FOR_INSTALLATION' },
    ],
  })
  const started = await mutate(
    gateway,
    'startSoftwareDeploymentToImageBuilder',
    { name: 'desk' },
    'changeCursor',
  )
  expect(started).toMatchObject({ changeCursor: expect.any(String) })
  gateway.emulator.advance(10_000)
  const headers = { 'cache-control': 'no-cache' }
  expect(await statusesOf(gateway, headers)).toEqual({ ...installed, [VISIO]: 'INSTALLED' })
})

test('follows a deployment by subscription from its cursor', async () => {
  const clock = manualClock()
  await using gateway = await startWorkshop({
    emulator: { clock },
    env: { WATCH_ACTIVE_INTERVAL_MS: '100', WATCH_IDLE_INTERVAL_MS: '100' },
  })
  await gateway.read('{ imageBuilders { totalCount } }')
  const { changeCursor } = await mutate(
    gateway,
    'startSoftwareDeploymentToImageBuilder',
    { name: 'desk', retryFailedDeployments: true },
    'changeCursor',
  )
  await using events = subscribe<DeploymentEvent>(
    gateway.url,
    `subscription { event: imageBuilderStateChanged(after: "${changeCursor}") {
      kind state imageBuilder { softwareAssociations { status } }
    } }`,
  )
  const states: unknown[] = []
  let last: DeploymentEvent | undefined
  while (last?.state !== 'RUNNING') {
    const event = await events.next()
    if (event.kind !== 'STATE_CHANGED') continue
    last = event
    states.push(event.state)
    clock.advance(3_000)
  }
  expect(states).toEqual(['PENDING_SYNCING_APPS', 'SYNCING_APPS', 'RUNNING'])
  const statuses = last.imageBuilder.softwareAssociations.map(({ status }) => status)
  expect(statuses).toEqual(Array(3).fill('INSTALLED'))
})

test.each([
  [[], 'softwareNames'],
  [[''], 'softwareNames.0'],
])('rejects the software names %j without a call', async (softwareNames, path) => {
  await using gateway = await startWorkshop()
  for (const name of ['associateSoftwareToImageBuilder', 'disassociateSoftwareFromImageBuilder']) {
    expect(await mutate(gateway, name, { name: 'desk', softwareNames })).toMatchObject({
      __typename: 'AppStreamInputError',
      fields: [{ path }],
    })
  }
  expect(callsOf(gateway)).toEqual({})
})

test('returns errors of the license rules as data', async () => {
  await using gateway = await startWorkshop()
  const associate = (softwareNames: readonly string[]) =>
    mutate(gateway, 'associateSoftwareToImageBuilder', { name: 'desk', softwareNames })
  expect(await associate([OFFICE.replace('2024', '2021')])).toMatchObject({
    __typename: 'AppStreamInvalidParameterCombinationError',
  })
  expect(await associate(['Notepad'])).toMatchObject({ __typename: 'AppStreamResourceNotFoundError' })
  gateway.home.change('image-builder', 'desk', { Platform: 'ROCKY_LINUX8' })
  expect(await associate([OFFICE])).toMatchObject({ __typename: 'AppStreamIncompatibleImageError' })
})

test('logs the software of each change for the audit', async () => {
  const lines: string[] = []
  await using gateway = await startWorkshop({ onLog: (line) => lines.push(line) })
  const softwareNames = [VISIO, PROJECT]
  await mutate(gateway, 'disassociateSoftwareFromImageBuilder', { name: 'desk', softwareNames })
  const audits = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'mutation')
  expect(audits).toMatchObject([{ audit: { resource: 'desk', made: `${VISIO} ${PROJECT}`, outcome: 'OK' } }])
})
