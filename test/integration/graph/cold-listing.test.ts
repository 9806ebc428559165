import { expect, test } from 'vitest'
import { imageArn, startGateway } from '../../support/gateway.ts'

const IMAGES = 2000
const IMAGE_BUILDERS = 500
const noCache = { headers: { 'cache-control': 'no-cache' } }

/** Milliseconds that this thread has computed: what else the machine does is not in it. */
function computedMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

test.for([
  ['2,000 images', '{ images { totalCount nodes { name } } }', 80 + 1],
  ['500 image builders', '{ imageBuilders { totalCount nodes { name } } }', 5],
] as const)(
  'the first page of %s that are listed anew takes no more than 50 ms beyond the pages from AWS',
  async ([, query, pages]) => {
    // The emulator looks at its clock last when it answers.
    let computedAtLastPageMs = 0
    const now = () => {
      computedAtLastPageMs = computedMs()
      return Date.now()
    }
    await using gateway = await startGateway({ emulator: { clock: { now } } })
    const { home, emulator } = gateway
    for (let index = 0; index < IMAGES; index++) home.putImage({ Name: `image-${index}` })
    for (let index = 0; index < IMAGE_BUILDERS; index++) {
      home.putImageBuilder({ Name: `builder-${index}`, ImageArn: imageArn(`image-${index}`) })
    }
    const beyondPagesMs: number[] = []
    for (let round = 0; round < 3; round++) {
      emulator.calls.clear()
      await gateway.read(query, noCache)
      beyondPagesMs.push(computedMs() - computedAtLastPageMs)
      expect(emulator.calls.count()).toBe(pages)
    }
    // The least of several: the first time, code is compiled, and any time, garbage may be collected.
    expect(Math.min(...beyondPagesMs)).toBeLessThan(50)
  },
)
