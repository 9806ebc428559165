import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { Target } from '../../../src/appstream/target.ts'
import { createItemSet, type ItemSet } from '../../../src/inventory/collection/item-set.ts'
import type { Image } from '../../../src/inventory/resources.ts'
import { createViews } from '../../../src/inventory/views.ts'

const [A, B, C] = ['111111111111', '222222222222', '333333333333'] as const

/** Returns the images of an owner as an account sees them. */
function seenBy(account: string, owner: string, ...names: string[]): ItemSet<Image> {
  const target: Partial<Target> = { key: account, region: 'us-east-1', accountId: account }
  return createItemSet(
    new Map(
      names.map((name) => [
        `${owner}/${name}`,
        {
          kind: 'Image',
          arn: `${owner}/${name}`,
          name,
          region: 'us-east-1',
          accountId: owner,
          target: target as Target,
          aws: { Name: name },
        },
      ]),
    ),
  )
}

function describe({ items }: ItemSet<Image>): string[] {
  return [...items.values()].map(({ arn, target }) => `${arn} by ${target.accountId}`)
}

const ownedBy = (account: string, set: ItemSet<Image>) => new Map([[`${account}/us-east-1`, set]])

test('describes an image seen by several targets as its owner does', () => {
  const views = createViews<Image>()
  const [own, shared] = [seenBy(A, A, 'one'), seenBy(B, A, 'one', 'two')]
  const expected = ['one', 'two'].map((name) => `${A}/${name} by ${name === 'one' ? A : B}`)
  expect(describe(views.merged([shared, own], new Map()))).toEqual(expected)
  expect(describe(views.merged([own, shared], ownedBy(A, own)))).toEqual(expected)
  // The owner's listing takes precedence even if it is not among the merged ones.
  expect(describe(views.merged([shared], ownedBy(A, own)))).toEqual(expected)
})

test('describes an image by its first source if the owner is missing', () => {
  const views = createViews<Image>()
  const [one, other] = [seenBy(B, A, 'image'), seenBy(C, A, 'image')]
  expect(describe(views.merged([one, other], new Map()))).toEqual([`${A}/image by ${B}`])
  expect(describe(views.merged([other, one], new Map()))).toEqual([`${A}/image by ${C}`])
})

test('returns a single snapshot as its own view', () => {
  const own = seenBy(A, A, 'one')
  expect(createViews<Image>().merged([own], new Map())).toBe(own)
  expect(createViews<Image>().merged([], new Map()).items.size).toBe(0)
})

test('returns one view per combination of snapshots', () => {
  const views = createViews<Image>()
  const [own, shared] = [seenBy(A, A, 'one'), seenBy(B, A, 'one')]
  const view = views.merged([shared, own], new Map())
  expect(views.merged([shared, own], new Map())).toBe(view)
  expect(views.merged([shared, seenBy(A, A, 'one')], new Map())).not.toBe(view)
  // The same snapshots in the same order, but one of them only as an owner's.
  expect(views.merged([shared], ownedBy(A, own))).not.toBe(view)
})

test('evicts the least recently used view beyond the bound', () => {
  const views = createViews<Image>(2)
  const first = seenBy(A, A, 'one')
  const others = [B, C, '444444444444'].map((account) => seenBy(account, account, 'other'))
  const merge = (index: number) => views.merged([first, others[index] ?? first], new Map())
  const [zero, one] = [merge(0), merge(1)]
  expect(merge(0)).toBe(zero)
  merge(2)
  expect(merge(0)).toBe(zero)
  expect(merge(1)).not.toBe(one)
})

test('lets a view be garbage-collected with any of its snapshots', async () => {
  setFlagsFromString('--expose-gc')
  const gc: () => void = runInNewContext('gc')
  const views = createViews<Image>()
  const lasting = seenBy(A, A, 'one')
  const reference = (() => {
    const replaced = seenBy(B, A, 'one')
    return new WeakRef(views.merged([lasting, replaced], ownedBy(A, lasting)))
  })()
  for (let round = 0; round < 20 && reference.deref() !== undefined; round++) {
    await setImmediate()
    gc()
  }
  expect(reference.deref()).toBeUndefined()
  expect(lasting.items.size).toBe(1)
})

test('keeps the merged view after a listing without changes', () => {
  const views = createViews<Image>()
  const [one, other] = [seenBy(A, A, 'x'), seenBy(B, B, 'y')]
  const merged = views.merged([one, other], new Map())
  expect(views.merged([{ ...one }, { ...other }], new Map())).toBe(merged)
})
