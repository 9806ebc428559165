import { expect, test } from 'vitest'
import { createCircuitBreaker } from '../../../../src/appstream/calls/circuit-breaker.ts'
import { UpstreamError } from '../../../../src/appstream/errors/exceptions.ts'
import { createTestTime } from '../../../support/gateway.ts'

const PAUSE_MS = 5_000
const forever = new AbortController().signal

/** Creates a breaker that opens after two failures, on a manual clock, and calls that the test settles. */
function startBreaker() {
  const time = createTestTime()
  const breaker = createCircuitBreaker({ failures: 2, pauseMs: PAUSE_MS }, time)

  function call(signal = forever) {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    let isMade = false
    const outcome = breaker.run('DescribeImages', signal, () => {
      isMade = true
      return promise
    })
    const settled = outcome.then(
      (value) => value,
      (error: unknown) => error,
    )
    return {
      isMade: () => isMade,
      answer() {
        resolve('answer')
        return settled
      },
      fail() {
        reject(new UpstreamError('DescribeImages', new Error('no')))
        return settled
      },
      abort() {
        reject(new Error('aborted'))
        return settled
      },
      settled,
    }
  }
  return { time, breaker, call }
}

const NOT_ASKED = { code: 'UPSTREAM_UNAVAILABLE', byGateway: true, mayHaveRun: false }

test('ignores late failures of calls that began before the circuit opened', async () => {
  const { time, breaker, call } = startBreaker()
  const late = [call(), call(), call(), call()]
  await call().fail()
  await call().fail()
  expect(breaker.state).toBe('open')
  time.advance(PAUSE_MS)
  const trial = call()
  await late[0]?.fail()
  await late[1]?.fail()
  expect(breaker.state).toBe('half-open')
  expect(await trial.answer()).toBe('answer')
  expect(breaker.state).toBe('closed')
  await late[2]?.fail()
  await late[3]?.fail()
  expect(breaker.state).toBe('closed')
})

test('shares the outcome of a trial, or rejects after one second', async () => {
  const { time, breaker, call } = startBreaker()
  await call().fail()
  await call().fail()
  time.advance(PAUSE_MS)
  const failing = call()
  const beside = call()
  await failing.fail()
  expect(await beside.settled).toMatchObject(NOT_ASKED)
  expect(beside.isMade()).toBe(false)

  time.advance(PAUSE_MS)
  const slow = call()
  const impatient = call()
  time.advance(1_000)
  expect(await impatient.settled).toMatchObject(NOT_ASKED)
  const patient = call()
  await slow.answer()
  expect(await patient.answer()).toBe('answer')
  expect(patient.isMade()).toBe(true)
  expect(breaker.state).toBe('closed')
  expect(time.timers()).toBe(0)
})

test('rejects a caller that aborts while waiting for a trial', async () => {
  const { time, call } = startBreaker()
  await call().fail()
  await call().fail()
  time.advance(PAUSE_MS)
  const trial = call()
  const leaving = new AbortController()
  const waiting = call(leaving.signal)
  leaving.abort('gone')
  expect(await waiting.settled).toBe('gone')
  expect(waiting.isMade()).toBe(false)
  await trial.answer()
})

test('does not count failures as consecutive across a success', async () => {
  const { breaker, call } = startBreaker()
  for (let round = 0; round < 5; round++) {
    await call().fail()
    await call().answer()
  }
  expect(breaker.state).toBe('closed')
})

test('makes the next call the trial after an aborted trial', async () => {
  const { time, breaker, call } = startBreaker()
  await call().fail()
  await call().fail()
  time.advance(PAUSE_MS)
  await call().abort()
  expect(breaker.state).toBe('open')
  const trial = call()
  expect(trial.isMade()).toBe(true)
  await trial.fail()
  expect(await call().settled).toMatchObject(NOT_ASKED)
  time.advance(PAUSE_MS)
  expect(await call().answer()).toBe('answer')
  expect(breaker.state).toBe('closed')
})

test('counts an aborted call neither as failure nor as success', async () => {
  const { breaker, call } = startBreaker()
  await call().fail()
  await call().abort()
  expect(breaker.state).toBe('closed')
  await call().fail()
  expect(breaker.state).toBe('open')
})
