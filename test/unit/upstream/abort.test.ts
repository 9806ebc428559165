import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { linkSignals, untilAborted } from '../../../src/appstream/abort.ts'

test('a linked signal aborts with the first of several, and with its reason', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const { signal } = linkSignals([one.signal, other.signal])
  expect(signal.aborted).toBe(false)
  other.abort('other')
  one.abort('one')
  expect(signal.reason).toBe('other')
})

test('it has aborted from the start where one of them had', () => {
  const { signal } = linkSignals([new AbortController().signal, AbortSignal.abort('gone')])
  expect(signal.reason).toBe('gone')
})

test('once released it leaves nothing behind, and aborts no more', () => {
  const controller = new AbortController()
  const { signal, release } = linkSignals([controller.signal])
  release()
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  controller.abort()
  expect(signal.aborted).toBe(false)
})

test('a wait ends with the work, or with the reason of its signal, and leaves nothing behind', async () => {
  const controller = new AbortController()
  const { signal } = controller
  expect(await untilAborted(Promise.resolve('done'), signal)).toBe('done')
  await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
  expect(getEventListeners(signal, 'abort')).toEqual([])
  const waiting = untilAborted(new Promise(() => {}), signal)
  controller.abort('gone')
  await expect(waiting).rejects.toBe('gone')
  await expect(untilAborted(Promise.resolve('too late'), signal)).rejects.toBe('gone')
})
