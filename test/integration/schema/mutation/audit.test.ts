import { describe, expect, test } from 'vitest'
import { ACCOUNT, imageArn } from '../../../support/gateway.ts'
import { MUTATION_NAMES, MUTATIONS, type MutationName, startWorkshop } from './support.ts'

interface AuditLine {
  readonly msg: string
  readonly level: string
  readonly requestId: string
  readonly audit: Readonly<Record<string, unknown>>
}

function auditsOf(lines: readonly string[]): readonly AuditLine[] {
  return lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'mutation')
}

/** Audited resource and result of each mutation. */
const ABOUT: Partial<Record<MutationName, object>> = {
  createImageBuilder: { resource: 'fresh' },
  startImageBuilder: { resource: 'parked' },
  stopImageBuilder: { resource: 'desk' },
  deleteImageBuilder: { resource: 'desk' },
  createImageBuilderStreamingUrl: { resource: 'desk' },
  deleteImage: { resource: 'golden' },
  copyImage: { resource: 'golden', made: 'us-east-1/copied' },
  createUpdatedImage: { resource: 'golden', made: 'updated' },
  createImportedImage: { resource: 'imported' },
  createAppStreamExportImageTask: { resource: 'golden', made: 'golden-ami' },
  updateImagePermissions: { resource: 'golden' },
  deleteImagePermissions: { resource: 'lent' },
  tagAppStreamResource: { resource: imageArn('golden') },
  untagAppStreamResource: { resource: imageArn('golden') },
}

describe('audit log', () => {
  test.each(MUTATION_NAMES)('has one line for %s', async (name) => {
    const lines: string[] = []
    await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
    const { operation, input } = MUTATIONS[name]
    const headers = { 'x-request-id': 'asked-by-test' }
    await workshop.mutate(name, input, { headers })
    const line = {
      level: 'info',
      requestId: 'asked-by-test',
      audit: {
        caller: 'anonymous',
        operation,
        target: `${ACCOUNT}/us-east-1`,
        ...ABOUT[name],
        outcome: 'OK',
        awsRequestId: workshop.calls(operation)[0]?.requestId,
        durationMs: 0,
        repeated: false,
      },
    }
    expect(auditsOf(lines)).toMatchObject([line])
    expect(Object.keys(auditsOf(lines)[0]?.audit ?? {}).toSorted()).toEqual(
      Object.keys(line.audit).toSorted(),
    )

    workshop.emulator.faults.add({ operation, error: { type: 'AccessDeniedException' } })
    await workshop.mutate(name, input, { headers })
    workshop.emulator.faults.clear()
    workshop.emulator.faults.add({ operation, error: { type: 'SomethingNewException' } })
    await workshop.send(name, input, { headers })
    const requestIds = workshop.calls(operation).map(({ requestId }) => requestId)
    expect(auditsOf(lines).slice(1)).toMatchObject([
      { audit: { outcome: 'ACCESS_DENIED', awsRequestId: requestIds[1] } },
      { audit: { outcome: 'UPSTREAM_REJECTED', awsRequestId: requestIds[2] } },
    ])
  })
})

test('names the resource of a mutation with invalid input, if identifiable', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  await workshop.mutate('updateImagePermissions', {
    name: 'golden',
    sharedAccountId: '1',
    imagePermissions: {},
  })
  await workshop.mutate('updateImagePermissions', { sharedAccountId: '1', imagePermissions: {} })
  const [about, nothing] = auditsOf(lines)
  expect(about?.audit).toMatchObject({
    operation: 'UpdateImagePermissions',
    resource: 'golden',
    target: `${ACCOUNT}/us-east-1`,
    outcome: 'BAD_USER_INPUT',
  })
  expect(nothing?.audit).toMatchObject({ outcome: 'BAD_USER_INPUT' })
  expect(nothing?.audit).not.toHaveProperty('resource')
})

test('distinguishes a replay under a client token from its first run', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  const input = { ...MUTATIONS.createImageBuilder.input, clientToken: 'order-66' }
  await workshop.mutate('createImageBuilder', input)
  await workshop.mutate('createImageBuilder', input)
  await workshop.mutate('createImageBuilder', { ...input, description: 'another' })
  const awsRequestId = workshop.calls('CreateImageBuilder')[0]?.requestId
  expect(auditsOf(lines).map(({ audit }) => audit)).toMatchObject([
    { outcome: 'OK', repeated: false, awsRequestId },
    { outcome: 'OK', repeated: true, awsRequestId },
    { outcome: 'BAD_USER_INPUT', repeated: false },
  ])
})

test('has a line for each mutation of a document, in order', async () => {
  const lines: string[] = []
  await using workshop = await startWorkshop({ onLog: (line) => lines.push(line) })
  await workshop.query(`mutation {
    a: stopImageBuilder(input: { name: "desk" }) { __typename }
    b: stopImageBuilder(input: { name: "none" }) { __typename }
  }`)
  expect(auditsOf(lines).map(({ audit }) => [audit['resource'], audit['outcome']])).toEqual([
    ['desk', 'OK'],
    ['none', 'RESOURCE_NOT_FOUND'],
  ])
})
