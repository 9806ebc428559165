import { expect, test } from 'vitest'
import {
  type Admission,
  type AdmissionLimits,
  createAdmission,
} from '../../../../src/server/execution/admission.ts'

const UNBOUNDED: AdmissionLimits = {
  maxRunningCost: 0,
  callerRunningCost: 0,
  maxUnsentBytes: 0,
  callerUnsentBytes: 0,
  maxQueued: 0,
  callerQueued: 0,
}

interface Entered {
  /** Undefined while the operation waits. */
  leave?: () => void
}

/** Requests an execution. */
function enter(
  admission: Admission,
  caller: string,
  cost: number,
  signal = new AbortController().signal,
): Entered {
  const entered: Entered = {}
  const result = admission.enter({ caller, cost, signal })
  if (typeof result === 'function') return { leave: result }
  result.then(
    (leave) => {
      entered.leave = leave
    },
    () => {},
  )
  return entered
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const isRunning = ({ leave }: Entered) => leave !== undefined

test('runs operations up to the cost of a caller, others in order', async () => {
  const admission = createAdmission({ ...UNBOUNDED, callerRunningCost: 10_000 })
  const operations = [6000, 4000, 8000, 2000].map((cost) => enter(admission, 'ada', cost))
  expect(operations.map(isRunning)).toEqual([true, true, false, false])
  operations[1]?.leave?.()
  await settled()
  expect(operations.map(isRunning)).toEqual([true, true, false, false])
  operations[0]?.leave?.()
  await settled()
  expect(operations.map(isRunning)).toEqual([true, true, true, true])
  expect(admission.load()).toEqual({ queued: 0, runningCost: 10_000, unsentBytes: 0 })
})

test('alternates between callers with waiting operations', async () => {
  const admission = createAdmission({ ...UNBOUNDED, maxRunningCost: 5000 })
  const first = enter(admission, 'ada', 5000)
  const ada = [1, 2].map(() => enter(admission, 'ada', 5000))
  const bob = [1, 2].map(() => enter(admission, 'bob', 5000))
  const order: string[] = []
  const name = (entered: Entered) => (ada.includes(entered) ? 'ada' : 'bob')
  let running = first
  const waiting = new Set([...ada, ...bob])
  while (waiting.size > 0) {
    running.leave?.()
    await settled()
    running = [...waiting].find(isRunning) ?? first
    waiting.delete(running)
    order.push(name(running))
  }
  expect(order).toEqual(['ada', 'bob', 'ada', 'bob'])
})

test('runs an operation over the limit alone', async () => {
  const admission = createAdmission({ ...UNBOUNDED, maxRunningCost: 5000 })
  const huge = enter(admission, 'ada', 1_000_000)
  const small = enter(admission, 'bob', 1)
  expect([huge, small].map(isRunning)).toEqual([true, false])
  huge.leave?.()
  await settled()
  expect(isRunning(small)).toBe(true)
})

test("lets a small operation overtake its caller's large ones", () => {
  const admission = createAdmission({ ...UNBOUNDED, callerRunningCost: 10_000 })
  const operations = [9000, 5000, 10].map((cost) => enter(admission, 'ada', cost))
  expect(operations.map(isRunning)).toEqual([true, false, true])
})

test('queues large operations, not small ones, while responses are unread', async () => {
  const admission = createAdmission({ ...UNBOUNDED, maxUnsentBytes: 100, callerUnsentBytes: 50 })
  const sent = admission.holdBytes('ada', 60)
  const [large, small, others] = [
    enter(admission, 'ada', 5000),
    enter(admission, 'ada', 5),
    enter(admission, 'bob', 5000),
  ]
  expect([large, small, others].map(isRunning)).toEqual([false, true, true])
  sent()
  sent()
  await settled()
  expect(isRunning(large)).toBe(true)
  expect(admission.load().unsentBytes).toBe(0)
})

test('rejects with 503 when a queue is full', () => {
  const admission = createAdmission({ ...UNBOUNDED, maxRunningCost: 1, maxQueued: 3, callerQueued: 2 })
  const enterAs = (caller: string) => () => enter(admission, caller, 10)
  enterAs('ada')()
  enterAs('ada')()
  enterAs('ada')()
  const overloaded = expect.objectContaining({
    extensions: expect.objectContaining({
      code: 'OVERLOADED',
      http: expect.objectContaining({ status: 503 }),
    }),
  })
  expect(enterAs('ada')).toThrow(overloaded)
  enterAs('bob')()
  expect(enterAs('bob')).toThrow(overloaded)
})

test('removes an aborted operation from the queue', async () => {
  const admission = createAdmission({ ...UNBOUNDED, maxRunningCost: 5000 })
  const running = enter(admission, 'ada', 5000)
  const given = new AbortController()
  const waiting = admission.enter({ caller: 'ada', cost: 5000, signal: given.signal })
  given.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  running.leave?.()
  expect(admission.load()).toEqual({ queued: 0, runningCost: 0, unsentBytes: 0 })
})
