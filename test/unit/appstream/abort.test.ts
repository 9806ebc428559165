import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { linkSignals, untilAborted } from '../../../src/appstream/abort.ts'

test('aborts a linked signal with the first of several, with its reason', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const { signal } = linkSignals([one.signal, other.signal])
  expect(signal.aborted).toBe(false)
  other.abort('other')
  one.abort('one')
  expect(signal.reason).toBe('other')
})

test('is aborted from the start if one of the signals is', () => {
  const { signal } = linkSignals([new AbortController().signal, AbortSignal.abort('gone')])
  expect(signal.reason).toBe('gone')
})

test('removes its listeners on release and aborts no more', () => {
  const controller = new AbortController()
  const { signal, release } = linkSignals([controller.signal])
  release()
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  controller.abort()
  expect(signal.aborted).toBe(false)
})

test('settles with the work or the abort reason and removes listeners', async () => {
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
