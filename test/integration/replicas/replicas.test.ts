import { expect, test } from 'vitest'
import { emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { startProxy } from '../../support/clients/proxy.ts'
import { REGION } from '../../support/gateway.ts'
import { startReplicas } from '../../support/replicas/replicas.ts'

const QUERY = '{ imageBuilder(name: "builder") { state } }'
const ANSWER = { data: { imageBuilder: { state: 'RUNNING' } } }

test('replicas can be added, paused, stopped and killed', async () => {
  await using emulator = await startEmulator({ seed: emptySeed })
  emulator.region(REGION).putImageBuilder({ Name: 'builder', State: 'RUNNING' })
  // A replica that was paused would answer with cached data while it reads again.
  const environment = { AWS_ENDPOINT_URL_APPSTREAM: emulator.url, READ_PATIENCE_MS: '60000' }
  await using replicas = await startReplicas({ count: 1, environment })
  const [first] = replicas.all
  const second = await replicas.add()
  await using proxy = await startProxy()
  proxy.forward(...replicas.all.map(({ url }) => url))

  first?.pause()
  const answer = post(first?.url)
  expect(await post(second.url)).toEqual(ANSWER)
  first?.resume()
  expect(await answer).toEqual(ANSWER)

  expect(await first?.stop()).toBe(0)
  expect(replicas.running()).toEqual([second])
  // The proxy skips the one that has ended, whose turn it is.
  expect(await post(proxy.url)).toEqual(ANSWER)

  await second.kill()
  expect(replicas.running()).toEqual([])
  await expect(post(proxy.url)).rejects.toThrow()
})

async function post(url = ''): Promise<unknown> {
  const headers = { 'content-type': 'application/json', connection: 'close' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: QUERY }) })
  return response.json()
}
