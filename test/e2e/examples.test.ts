import { expect, test } from 'vitest'
import { companySeed } from '../../src/emulator/server.ts'
import { readExamples } from '../../src/server/graphiql/examples.ts'
import { startGateway } from '../support/gateway.ts'

test('each example that GraphiQL opens with runs as it stands, and finds something', async () => {
  await using gateway = await startGateway({ emulator: { seed: companySeed } })
  for (const query of await readExamples()) {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    const answer = await response.text()

    expect(JSON.parse(answer), query).not.toHaveProperty('errors')
    expect(answer, query).toMatch(/"(name|region)":"./)
  }
})
