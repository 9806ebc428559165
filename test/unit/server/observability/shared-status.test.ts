import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLogger } from '../../../../src/logger.ts'
import { createSharedStateLog } from '../../../../src/server/observability/shared-status.ts'

const [INFO, WARN] = ['info', 'warn']

test('writes one line per change of the shared status', () => {
  const lines: Record<string, unknown>[] = []
  let replicas = 1
  const log = createSharedStateLog(createLogger('info', collect(lines)), () => replicas)
  log.statusChanged('member', 'lost')
  replicas = 2
  log.trouble('a beat', new Error('No answer to BEAT.'))
  log.trouble('a beat', new Error('No answer to BEAT.'))
  log.statusChanged('lost', 'member')
  log.statusChanged('degraded', 'lost')
  log.statusChanged('lost', 'degraded')
  log.statusChanged('member', 'lost')
  log.replaced('the engine lost its data')

  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [INFO, 'shared state available: 1 replica'],
    [WARN, 'shared state unavailable: reads go to AWS, subscriptions pause'],
    [WARN, 'shared state still unavailable: this replica works alone until the engine answers'],
    [INFO, 'shared state available: 2 replicas'],
    [INFO, 'shared state: replaced the local state by the shared one'],
  ])
  const state = { replicas: 2, cause: 'Error: No answer to BEAT.' }
  expect(lines[1]).toHaveProperty('shared', { status: 'lost', previous: 'member', ...state })
  expect(lines[2]).toHaveProperty('shared', { status: 'degraded', previous: 'lost', ...state })
  expect(lines[3]).toHaveProperty('shared', { status: 'member', previous: 'lost', replicas: 2 })
})

function collect(into: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      into.push(JSON.parse(String(chunk)))
      done()
    },
  })
}
