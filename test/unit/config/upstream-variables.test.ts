import { expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../../src/config.ts'

const AWS = { UPSTREAM: 'aws', AWS_REGION: 'us-east-1' }

test('limits AWS by default with five-second bursts, the emulator not', () => {
  expect(loadConfig(AWS).upstream.budget).toEqual({
    all: { perSecond: 25, burst: 125 },
    read: { perSecond: 20, burst: 100 },
    write: { perSecond: 5, burst: 25 },
    poll: { perSecond: 10, burst: 50 },
    maxQueued: 200,
  })
  const { all, read, write, poll } = loadConfig({}).upstream.budget
  expect([all, read, write, poll].map(({ perSecond }) => perSecond)).toEqual([0, 0, 0, 0])
})

test('reads each rate and burst, also as unlimited', () => {
  const { budget, circuitBreaker } = loadConfig({
    ...AWS,
    UPSTREAM_CALLS_PER_SECOND: '0',
    UPSTREAM_READS_PER_SECOND: '3',
    UPSTREAM_WRITES_BURST: '7',
    UPSTREAM_POLLS_PER_SECOND: '2',
    UPSTREAM_POLLS_BURST: '1',
    UPSTREAM_QUEUE_MAX: '9',
    UPSTREAM_BREAKER_FAILURES: '0',
    UPSTREAM_BREAKER_PAUSE_MS: '250',
  }).upstream
  expect(budget).toEqual({
    all: { perSecond: 0, burst: 0 },
    read: { perSecond: 3, burst: 15 },
    write: { perSecond: 5, burst: 7 },
    poll: { perSecond: 2, burst: 1 },
    maxQueued: 9,
  })
  expect(circuitBreaker).toEqual({ failures: 0, pauseMs: 250 })
})

test.each([
  ['UPSTREAM_CALLS_PER_SECOND', '-1'],
  ['UPSTREAM_READS_PER_SECOND', '1.5'],
  ['UPSTREAM_WRITES_BURST', '0'],
  ['UPSTREAM_POLLS_BURST', 'many'],
  ['UPSTREAM_BREAKER_PAUSE_MS', '0'],
])('rejects %s = %s', (name, value) => {
  expect(() => loadConfig({ [name]: value })).toThrow(ConfigError)
  expect(() => loadConfig({ [name]: value })).toThrow(name)
})
