import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import { imageBuilderKind } from '../../../../src/schema/image-builder/kind.ts'
import { ACCOUNT, imageBuilderArn } from '../../../support/gateway.ts'
import { startUpstream } from '../support.ts'

test('reports each finished call with purpose, outcome and number of attempts', async () => {
  await using upstream = await startUpstream({ circuitBreaker: { failures: 2, pauseMs: 5_000 } })
  const { emulator, finished, home, target, time } = upstream
  home.putImageBuilder({ Name: 'desk', State: 'RUNNING' })
  const tick = () => {
    time.advance(7)
    return false
  }
  emulator.faults.add({ match: tick, error: { type: 'Nothing' } })
  emulator.faults.add({
    operation: 'DescribeImageBuilders',
    times: 2,
    error: { type: 'ThrottlingException' },
  })
  await target.reader.listAll(imageBuilderKind.listing, { purpose: 'poll' })
  await target.writer({ caller: 'test' }).call('StopImageBuilder', { Name: 'desk' })
  await target.reader.listTags('arn:aws:appstream:us-east-1:123456789012:image/none').catch(() => {})
  emulator.faults.add({ reset: 'before' })
  await target.reader.listImages('PRIVATE').catch(() => {})
  await target.reader.listImages('PRIVATE').catch(() => {})
  await target.reader.listImages('PRIVATE').catch(() => {})
  const here = { accountId: ACCOUNT, region: 'us-east-1' }
  const failed = { ...here, operation: 'DescribeImages', purpose: 'read', outcome: 'UPSTREAM_UNAVAILABLE' }
  expect(finished).toEqual([
    {
      ...here,
      operation: 'DescribeImageBuilders',
      purpose: 'poll',
      outcome: 'OK',
      requests: 3,
      durationMs: 21,
    },
    { ...here, operation: 'StopImageBuilder', purpose: 'write', outcome: 'OK', requests: 1, durationMs: 7 },
    {
      ...here,
      operation: 'ListTagsForResource',
      purpose: 'read',
      outcome: 'UPSTREAM_REJECTED',
      requests: 1,
      durationMs: 7,
    },
    { ...failed, requests: 3, durationMs: 21, cause: expect.stringContaining('ECONNRESET') },
    { ...failed, requests: 3, durationMs: 21, cause: expect.stringContaining('ECONNRESET') },
    // The circuit is open.
    { ...failed, requests: 0, durationMs: 0, cause: 'CircuitOpen' },
  ])
})

test('reports the age of each listing, and none before its first read', async () => {
  await using upstream = await startUpstream({ regions: ['us-east-1', 'eu-west-1'] })
  const { inventory, target, time } = upstream
  await inventory.of(target).kinds.of(imageBuilderKind).collection.read({})
  time.advance(3_000)
  await inventory.of(target).images.byVisibility.PRIVATE.read({})
  time.advance(1_000)
  const ages = inventory.snapshots().map(({ key, kind, ageMs }) => [key, kind, ageMs])
  expect(ages).toEqual([
    ['default@us-east-1/images/PRIVATE', 'images/PRIVATE', 1_000],
    ['default@us-east-1/images/SHARED', 'images/SHARED', undefined],
    ['default@us-east-1/images/PUBLIC', 'images/PUBLIC', undefined],
    ['default@us-east-1/imageBuilders', 'imageBuilders', 4_000],
    ['default@eu-west-1/images/PRIVATE', 'images/PRIVATE', undefined],
    ['default@eu-west-1/images/SHARED', 'images/SHARED', undefined],
    ['default@eu-west-1/images/PUBLIC', 'images/PUBLIC', undefined],
    ['default@eu-west-1/imageBuilders', 'imageBuilders', undefined],
  ])
  expect(inventory.snapshots().map((snapshot) => snapshot.target.region)).toEqual([
    ...Array(4).fill('us-east-1'),
    ...Array(4).fill('eu-west-1'),
  ])
})

test('keeps a target readable after its first successful read', async () => {
  await using upstream = await startUpstream()
  const { emulator, home, target } = upstream
  home.putImageBuilder({ Name: 'desk', State: 'RUNNING' })
  await target.writer({ caller: 'test' }).call('StopImageBuilder', { Name: 'desk' })
  expect(target).toMatchObject({ wasReadable: false, reachable: true })
  const denied = emulator.faults.add({ error: { type: 'AccessDeniedException' } })
  await target.reader.listAll(imageBuilderKind.listing).catch(() => {})
  expect(target).toMatchObject({ wasReadable: false, reachable: false })
  denied.remove()
  await target.reader.listAll(imageBuilderKind.listing)
  expect(target).toMatchObject({ wasReadable: true, reachable: true })
  emulator.faults.add({ error: { type: 'AccessDeniedException' } })
  await target.reader.listAll(imageBuilderKind.listing).catch(() => {})
  expect(target).toMatchObject({ wasReadable: true, reachable: false })
})

test('creates a client span per call, following AWS SDK conventions', async () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  await using upstream = await startUpstream({ tracer: provider.getTracer('test') })
  const { emulator, target } = upstream
  await target.reader.listAll(imageBuilderKind.listing)
  await target.reader.listTags(imageBuilderArn('none')).catch(() => {})
  await target
    .writer({ caller: 'test', signal: AbortSignal.abort() })
    .call('StopImageBuilder', { Name: 'desk' })
    .catch(() => {})

  const [listing, tags] = emulator.calls.all
  const shared = {
    'rpc.system': 'aws-api',
    'rpc.service': 'AppStream',
    'cloud.region': 'us-east-1',
    'cloud.account.id': ACCOUNT,
  }
  const spans = exporter.getFinishedSpans().map(({ name, kind, attributes, status }) => ({
    name,
    kind,
    attributes,
    code: status.code,
  }))
  expect(spans).toEqual([
    {
      name: 'AppStream.DescribeImageBuilders',
      kind: SpanKind.CLIENT,
      attributes: { ...shared, 'rpc.method': 'DescribeImageBuilders', 'aws.request_id': listing?.requestId },
      code: SpanStatusCode.UNSET,
    },
    {
      name: 'AppStream.ListTagsForResource',
      kind: SpanKind.CLIENT,
      attributes: {
        ...shared,
        'rpc.method': 'ListTagsForResource',
        'aws.request_id': tags?.requestId,
        'error.type': 'UPSTREAM_REJECTED',
      },
      code: SpanStatusCode.ERROR,
    },
    {
      name: 'AppStream.StopImageBuilder',
      kind: SpanKind.CLIENT,
      attributes: { ...shared, 'rpc.method': 'StopImageBuilder', 'error.type': 'ABORTED' },
      code: SpanStatusCode.ERROR,
    },
  ])
  await provider.shutdown()
})
