import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLogger } from '../../../../src/logger.ts'
import { createSharedStatusLog } from '../../../../src/server/observability/shared-status.ts'

test('writes one line per change of the shared status', () => {
  const lines: Record<string, unknown>[] = []
  const log = createSharedStatusLog(createLogger('info', collect(lines)))
  log({ status: 'member', previous: 'alone', replicas: 1 })
  log({ status: 'member', previous: 'member', replicas: 2 })
  log({ status: 'lost', previous: 'member', replicas: 2, error: new Error('No answer to BEAT.') })
  log({ status: 'degraded', previous: 'lost', replicas: 2 })
  log({ status: 'member', previous: 'degraded', replicas: 2 })

  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [30, 'shared state connected: 1 replica'],
    [40, 'shared state unavailable: reads go to AWS, subscriptions pause'],
    [40, 'shared state still unavailable: this replica works alone until it is back'],
    [30, 'shared state connected again: 2 replicas'],
  ])
  expect(lines[1]).toHaveProperty('shared', {
    status: 'lost',
    previous: 'member',
    replicas: 2,
    cause: 'Error: No answer to BEAT.',
  })
})

function collect(into: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      into.push(JSON.parse(String(chunk)))
      done()
    },
  })
}
