import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Target } from '../../../../src/appstream/target.ts'
import { createTargets, type Targets } from '../../../../src/appstream/targets.ts'
import { systemSchedule } from '../../../../src/clock.ts'
import { createInventory, type Inventory } from '../../../../src/inventory/inventory.ts'
import { findOwnResource, type ResourceIdentifier } from '../../../../src/schema/mutation/own-resource.ts'
import { ACCOUNT, imageArn, imageBuilderArn } from '../../../support/gateway.ts'

const OTHER_ACCOUNT = '210987654321'
const READ = { onRead() {} }
const role = (account: string) => `arn:aws:iam::${account}:role/gateway`

let targets: Targets
let inventory: Inventory

interface Setting {
  readonly roleArns?: readonly string[]
  readonly regions?: readonly string[]
  readonly accountId?: string
}

/** Configures targets without a listener: any call to AWS fails. */
function configure({ roleArns = [], regions = ['us-east-1'], accountId }: Setting): void {
  targets = createTargets({
    kind: 'aws',
    roleArns,
    regions,
    ...(accountId !== undefined && { accountId }),
    endpoint: 'http://127.0.0.1:9',
    retry: { maxAttempts: 1, baseDelayMs: 1 },
    deadlines: { callMs: 100, listingMs: 100 },
  })
  inventory = createInventory(targets.all, {
    clock: { now: () => 0 },
    schedule: systemSchedule,
    maxStalenessMs: 1,
    staleIfErrorMs: 1,
    overlayMs: 1,
    publicImagesStalenessMs: 1,
    detailsStalenessMs: 1,
    detailsConcurrency: 1,
    watchIntervals: { activeMs: 1, idleMs: 1, lingerMs: 1 },
    onWatch: () => undefined,
    logBounds: { maxEntries: 1, maxBytes: 1_000_000, maxAgeMs: 1 },
    bookmarkIntervalMs: 1,
    maxQueuedEvents: 1,
  })
}

beforeEach(() => configure({ accountId: ACCOUNT }))
afterEach(() => targets.close())

/** Returns the resolved target and name, or the paths of the problems. */
function find(identifier: ResourceIdentifier, kind: 'image' | 'image-builder' = 'image-builder') {
  const found = findOwnResource(identifier, kind, inventory)
  if (Array.isArray(found)) return found.map(({ path }) => path)
  if (!('target' in found)) throw new Error('Expected a resource or problems.')
  return `${found.target.key} ${found.name}`
}

async function verify(identifier: ResourceIdentifier): Promise<unknown> {
  const found = findOwnResource(identifier, 'image-builder', inventory)
  if (!('verify' in found)) throw new Error(`${JSON.stringify(found)} is not found.`)
  return found.verify(READ).then(
    () => 'verified',
    (error: unknown) => error,
  )
}

function firstTarget(): Target {
  const [first] = targets.all
  if (first === undefined) throw new Error('No target configured.')
  return first
}

describe('own resource with the account known', () => {
  test('resolves a name to the only target', () => {
    expect(find({ name: 'desk' })).toBe('default@us-east-1 desk')
  })

  test('resolves an ARN of the account without a lookup', async () => {
    expect(find({ arn: imageBuilderArn('desk') })).toBe('default@us-east-1 desk')
    expect(await verify({ arn: imageBuilderArn('desk') })).toBe('verified')
  })

  test.each([
    ['of another account', imageBuilderArn('desk', OTHER_ACCOUNT)],
    ['of AWS itself', imageBuilderArn('desk', '')],
    ['of another region', imageBuilderArn('desk', ACCOUNT, 'eu-west-1')],
    ['of another partition', imageBuilderArn('desk').replace('arn:aws:', 'arn:aws-cn:')],
    ['of another kind', imageArn('desk')],
    ['of another service', imageBuilderArn('desk').replace(':appstream:', ':ec2:')],
    ['of no resource', 'desk'],
    ['that is empty', ''],
  ])('rejects an ARN %s', (_what, arn) => {
    expect(find({ arn })).toEqual(['arn'])
  })

  test.each([
    ['both', { arn: imageBuilderArn('desk'), name: 'desk' }, ['arn']],
    ['neither', {}, ['name']],
    ['null for both', { arn: null, name: null }, ['name']],
    ['an ARN and a target', { arn: imageBuilderArn('desk'), target: { region: 'us-east-1' } }, ['target']],
    ['a malformed ARN and a target', { arn: 'desk', target: { region: 'us-east-1' } }, ['arn', 'target']],
    ['a malformed name and unknown target', { name: '-', target: { region: 'x' } }, ['name', 'target']],
  ])('rejects %s at its paths', (_what, identifier, paths) => {
    expect(find(identifier)).toEqual(paths)
  })

  test('reports problems at the paths of the input', () => {
    const paths = { arn: 'sourceImageArn', name: 'sourceImageName' }
    expect(findOwnResource({}, 'image', inventory, paths)).toMatchObject([
      { path: 'sourceImageName', message: 'Specify exactly one of `sourceImageArn` and `sourceImageName`.' },
    ])
  })
})

describe('own resource with several accounts and regions', () => {
  beforeEach(() =>
    configure({
      roleArns: [role(ACCOUNT), role(OTHER_ACCOUNT)],
      regions: ['us-east-1', 'eu-west-1'],
    }),
  )

  test('resolves an ARN to the target of its account and region', () => {
    const arn = imageArn('golden', OTHER_ACCOUNT, 'eu-west-1')
    expect(find({ arn }, 'image')).toBe(`${OTHER_ACCOUNT}@eu-west-1 golden`)
  })

  test.each([undefined, null, {}, { region: 'eu-west-1' }, { accountId: ACCOUNT }])(
    'rejects the name in %o as ambiguous between targets',
    (target) => {
      expect(find({ name: 'desk', target })).toEqual(['target'])
    },
  )

  test('resolves a name to the given target', () => {
    const target = { accountId: ACCOUNT, region: 'eu-west-1' }
    expect(find({ name: 'desk', target })).toBe(`${ACCOUNT}@eu-west-1 desk`)
  })
})

describe('own resource with the account unknown', () => {
  beforeEach(() => configure({}))

  test('accepts any account until a lookup; reports a failing lookup', async () => {
    expect(find({ arn: imageBuilderArn('desk', OTHER_ACCOUNT) })).toBe('default@us-east-1 desk')
    expect(await verify({ arn: imageBuilderArn('desk') })).toMatchObject({ name: 'UpstreamError' })
  })

  test('uses the account learned between resolution and lookup', async () => {
    const [ours, theirs] = [ACCOUNT, OTHER_ACCOUNT].map((account) =>
      findOwnResource({ arn: imageBuilderArn('desk', account) }, 'image-builder', inventory),
    )
    if (ours === undefined || theirs === undefined) throw new Error('Expected two targets.')
    if (!('verify' in ours) || !('verify' in theirs)) throw new Error('Expected both to be accepted.')
    firstTarget().learnAccount(imageBuilderArn('any'))
    await ours.verify(READ)
    await expect(theirs.verify(READ)).rejects.toMatchObject({
      problems: [
        {
          path: 'arn',
          message: `No target matches the account ${OTHER_ACCOUNT} in us-east-1; \`appStreamTargets\` lists the configured ones.`,
        },
      ],
    })
    expect(find({ arn: imageBuilderArn('desk', OTHER_ACCOUNT) })).toEqual(['arn'])
  })

  test('resolves a name without a lookup', async () => {
    expect(await verify({ name: 'desk' })).toBe('verified')
  })
})
