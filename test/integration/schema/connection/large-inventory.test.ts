import { expect, test } from 'vitest'
import { imageArn, startGateway } from '../../../support/gateway.ts'

const [FIRST, SECOND] = ['123456789012', '210987654321'] as const
const IMAGES = 2_000
const ALIASES = 20

interface Connection {
  readonly nodes: readonly { readonly derivedImages: { readonly totalCount: number } }[]
}

test('reads derived images in 20 lists of 100 with the listings alone', async () => {
  await using gateway = await startGateway({
    env: { AWS_ROLE_ARNS: [FIRST, SECOND].map((account) => `arn:aws:iam::${account}:role/reader`).join(',') },
  })
  const { home, emulator } = gateway
  for (let index = 0; index < IMAGES; index++) {
    home.putImage({ Name: `image-${index}`, BaseImageArn: imageArn(`image-${index % 100}`) })
    home.shareImage(`image-${index}`, SECOND, { allowFleet: true })
  }
  const list = 'images(first: 100) { nodes { derivedImages(first: 1) { totalCount } } }'
  const query = `{ ${Array.from({ length: ALIASES }, (_, index) => `a${index}: ${list}`).join(' ')} }`
  const data = await gateway.read<Record<string, Connection>, never>(query)
  const lists = Object.values(data)
  expect(lists).toHaveLength(ALIASES)
  // Sorted by name, the first 100 include some of image-0 to image-99, each the base of 20 images.
  const counts = new Set(
    lists.flatMap(({ nodes }) => nodes.map(({ derivedImages }) => derivedImages.totalCount)),
  )
  expect(counts).toEqual(new Set([0, IMAGES / 100]))
  // 80 pages of the owner's private images, 80 of the shared ones, and one empty page per other listing.
  expect(emulator.calls.count()).toBe((2 * IMAGES) / 25 + 2)
})
