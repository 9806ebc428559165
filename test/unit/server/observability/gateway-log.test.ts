import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import type { FinishedCall } from '../../../../src/appstream/calls/calls.ts'
import type { Target } from '../../../../src/appstream/target.ts'
import { createLogger } from '../../../../src/logger.ts'
import { createGatewayLog } from '../../../../src/server/observability/gateway-log.ts'

const located = { account: '123456789012', region: 'us-east-1' }
const target = { accountId: located.account, region: located.region } as Target
const CALL: FinishedCall = {
  operation: 'DescribeFleets',
  purpose: 'read',
  accountId: located.account,
  region: located.region,
  outcome: 'UPSTREAM_UNAVAILABLE',
  requests: 3,
  durationMs: 12.3456,
}

/** Creates the log at level `debug` and the list of its lines. */
function start() {
  const lines: Record<string, unknown>[] = []
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  return { lines, log: createGatewayLog(createLogger('debug', destination)) }
}

test.each<[level: string | undefined, call: Partial<FinishedCall>]>([
  ['warn', {}],
  ['debug', { outcome: 'UPSTREAM_REJECTED' }],
  ['warn', { outcome: 'UPSTREAM_REJECTED', purpose: 'poll' }],
  [undefined, { outcome: 'OK' }],
  [undefined, { outcome: 'ABORTED' }],
])('logs at level %s a call with %o', (level, call) => {
  const { lines, log } = start()
  log.callFinished({ ...CALL, ...call })
  const line = { level, msg: 'AWS call failed', call: { ...CALL, ...call, durationMs: 12.3 } }
  expect(lines).toMatchObject(level === undefined ? [] : [line])
})

test('logs failed polls and their end', () => {
  const { lines, log } = start()
  const watched = { target, kind: 'fleets' }
  log.watched({ ...watched, outcome: { error: new Error('No answer.'), failures: 2 } })
  log.watched({ ...watched, outcome: 'recovered' })
  log.watched({ ...watched, outcome: 'stopped while failing' })
  const labels = { watched: { kind: 'fleets', ...located } }
  expect(lines).toMatchObject([
    { level: 'warn', ...labels, msg: 'poll failed', failures: 2, err: { message: 'No answer.' } },
    { level: 'info', ...labels, msg: 'polling recovered' },
    { level: 'info', ...labels, msg: 'polling stopped: no subscribers left' },
  ])
})

test('warns of what operators must look into', () => {
  const { lines, log } = start()
  log.renewalFailed(new Error('Denied.'))
  log.sessionsMissing({ target, fleet: 'office', inUse: 3, found: 1 })
  log.notReady([new Error('No credentials.')])
  expect(lines).toMatchObject([
    { level: 'warn', cause: 'Error: Denied.', msg: expect.stringContaining('renew role credentials') },
    { level: 'warn', sessions: { ...located, fleet: 'office', inUse: 3, found: 1 } },
    { level: 'warn', errors: ['Error: No credentials.'], msg: 'not ready: no target is readable' },
  ])
})
