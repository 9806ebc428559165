import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Target } from '../../../src/appstream/target.ts'
import { createTargets, type Targets } from '../../../src/appstream/targets.ts'
import { systemSchedule } from '../../../src/inventory/clock.ts'
import { createInventory, type Inventory } from '../../../src/inventory/inventory.ts'
import { findOwnResource, type ResourceNaming } from '../../../src/schema/mutation/own-resource.ts'
import { ACCOUNT, imageArn, imageBuilderArn } from '../../support/gateway.ts'

const OTHER_ACCOUNT = '210987654321'
const role = (account: string) => `arn:aws:iam::${account}:role/gateway`

let targets: Targets
let inventory: Inventory

interface Setting {
  readonly roleArns?: readonly string[]
  readonly regions?: readonly string[]
  readonly accountId?: string
}

/** Targets that nothing listens at: whatever calls AWS fails. */
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

/** The target and name that a naming leads to, or the mistakes that it makes. */
function find(naming: ResourceNaming, kind: 'image' | 'image-builder' = 'image-builder') {
  const found = findOwnResource(naming, kind, inventory)
  if (Array.isArray(found)) return found.map(({ path }) => path)
  if (!('target' in found)) throw new Error('It is neither found nor refused.')
  return `${found.target.key} ${found.name}`
}

async function verify(naming: ResourceNaming): Promise<unknown> {
  const found = findOwnResource(naming, 'image-builder', inventory)
  if (!('verify' in found)) throw new Error(`${JSON.stringify(found)} is not found.`)
  return found.verify().then(
    () => 'verified',
    (error: unknown) => error,
  )
}

function firstTarget(): Target {
  const [first] = targets.all
  if (first === undefined) throw new Error('There is no target.')
  return first
}

describe('with the account known', () => {
  test('a name is in the only target', () => {
    expect(find({ name: 'desk' })).toBe('default@us-east-1 desk')
  })

  test('an ARN of the account is its target’s, and needs no look', async () => {
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
    ['of nothing', 'desk'],
    ['that is empty', ''],
  ])('an ARN %s is refused', (_what, arn) => {
    expect(find({ arn })).toEqual(['arn'])
  })

  test.each([
    ['both', { arn: imageBuilderArn('desk'), name: 'desk' }, ['arn']],
    ['neither', {}, ['name']],
    ['null for both', { arn: null, name: null }, ['name']],
    ['an ARN and a target', { arn: imageBuilderArn('desk'), target: { region: 'us-east-1' } }, ['target']],
    ['a wrong ARN and a target', { arn: 'desk', target: { region: 'us-east-1' } }, ['arn', 'target']],
    ['a wrong name and a target that is none', { name: '-', target: { region: 'x' } }, ['name', 'target']],
  ])('%s is refused at its places', (_what, naming, paths) => {
    expect(find(naming)).toEqual(paths)
  })

  test('the paths are those of the input', () => {
    const paths = { arn: 'sourceImageArn', name: 'sourceImageName' }
    expect(findOwnResource({}, 'image', inventory, paths)).toMatchObject([
      { path: 'sourceImageName', message: 'Give exactly one of `sourceImageArn` and `sourceImageName`.' },
    ])
  })
})

describe('with several accounts and regions', () => {
  beforeEach(() =>
    configure({
      roleArns: [role(ACCOUNT), role(OTHER_ACCOUNT)],
      regions: ['us-east-1', 'eu-west-1'],
    }),
  )

  test('an ARN is of its own account and region', () => {
    const arn = imageArn('golden', OTHER_ACCOUNT, 'eu-west-1')
    expect(find({ arn }, 'image')).toBe(`${OTHER_ACCOUNT}@eu-west-1 golden`)
  })

  test.each([undefined, null, {}, { region: 'eu-west-1' }, { accountId: ACCOUNT }])(
    'a name in %o could be of several targets, and is refused',
    (target) => {
      expect(find({ name: 'desk', target })).toEqual(['target'])
    },
  )

  test('a name is of the target that is named', () => {
    const target = { accountId: ACCOUNT, region: 'eu-west-1' }
    expect(find({ name: 'desk', target })).toBe(`${ACCOUNT}@eu-west-1 desk`)
  })
})

describe('with the account not known yet', () => {
  beforeEach(() => configure({}))

  test('an ARN of any account may be its target’s, until a look tells; a look that fails says so', async () => {
    expect(find({ arn: imageBuilderArn('desk', OTHER_ACCOUNT) })).toBe('default@us-east-1 desk')
    expect(await verify({ arn: imageBuilderArn('desk') })).toMatchObject({ name: 'UpstreamError' })
  })

  test('an account learnt between the finding and the look is the one that counts', async () => {
    const [ours, theirs] = [ACCOUNT, OTHER_ACCOUNT].map((account) =>
      findOwnResource({ arn: imageBuilderArn('desk', account) }, 'image-builder', inventory),
    )
    if (ours === undefined || theirs === undefined) throw new Error('There are two.')
    if (!('verify' in ours) || !('verify' in theirs)) throw new Error('Neither is refused yet.')
    firstTarget().learnAccount(imageBuilderArn('any'))
    await ours.verify()
    await expect(theirs.verify()).rejects.toMatchObject({
      problems: [{ path: 'arn', message: `No target is the account ${OTHER_ACCOUNT} in us-east-1.` }],
    })
    expect(find({ arn: imageBuilderArn('desk', OTHER_ACCOUNT) })).toEqual(['arn'])
  })

  test('a name needs no look', async () => {
    expect(await verify({ name: 'desk' })).toBe('verified')
  })
})
