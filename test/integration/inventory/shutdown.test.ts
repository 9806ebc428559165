import { expect, test } from 'vitest'
import { createTestTime, startGateway } from '../../support/gateway.ts'
import { isAtLeast } from '../../support/severity.ts'
import { watchImageBuilders } from '../../support/subscription.ts'

/** Starts a gateway on a manual clock and collects its warnings and errors. */
async function startLogged() {
  const time = createTestTime()
  const warnings: string[] = []
  const gateway = await startGateway({
    ...time,
    onLog(line) {
      const entry = JSON.parse(line)
      if (isAtLeast(entry, 'warn')) warnings.push(entry.msg)
    },
  })
  return { gateway, time, warnings }
}

test('does not report polls that the shutdown aborts', async () => {
  const { gateway, time, warnings } = await startLogged()
  const { emulator } = gateway
  {
    await using _ = gateway
    const events = watchImageBuilders(gateway.url, '(snapshot: true)')
    await events.next()
    if (time.timers() === 0) await time.nextTimer()
    emulator.faults.add({ operation: 'DescribeImageBuilders', hang: true })
    const calls = emulator.calls.count('DescribeImageBuilders')
    time.advance(15_000)
    await emulator.calls.waitFor(calls + 1, 'DescribeImageBuilders')
  }
  expect(warnings).toEqual([])
  expect(time.timers()).toBe(0)
})

test('does not report a readiness check that the shutdown aborts', async () => {
  const { gateway, time, warnings } = await startLogged()
  const { emulator } = gateway
  {
    await using _ = gateway
    emulator.faults.add({ operation: 'DescribeImageBuilders', hang: true })
    const probe = fetch(new URL('/readyz', gateway.url))
    await emulator.calls.waitFor(1, 'DescribeImageBuilders')
    time.advance(500)
    expect((await probe).status).toBe(503)
  }
  expect(warnings).toEqual([])
})
