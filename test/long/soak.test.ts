import { expect, test } from 'vitest'
import { soak } from '../soak/soak.ts'

test('leaves nothing stuck or grown after 12,000 mixed requests', async () => {
  const { samples, ...report } = await soak({ seconds: 40, requestsPerSecond: 300, subscribers: 20, seed: 1 })
  console.log(JSON.stringify({ ...report, samples: samples.length }, null, 2))

  expect(report.requests).toBeGreaterThan(1_000)
  expect(report.stuck).toBe(0)
  expect(report.codes).not.toHaveProperty('INTERNAL_SERVER_ERROR')
  expect(Object.keys(report.statuses).filter((status) => / (500|[A-Z]\w*Error)$/.test(status))).toEqual([])
  expect(report.events).toBeGreaterThan(100)
  // Allows for caches and compilers after their warm-up; a leak of 1 KB per request would be 10 MB.
  expect(report.heapGrowthMB).toBeLessThan(8)
})
