import { expect, test } from 'vitest'
import { startGateway } from '../../support/gateway.ts'
import { readPage, readRepositoryFile } from '../../support/readme.ts'

const page = readPage('docs/emulator.md')

test("lists the emulator's control requests", async () => {
  await using gateway = await startGateway()
  const { error } = await (await fetch(`${gateway.emulator.url}/_emulator/`)).json()
  const [, routes = ''] = String(error).split('use one of: ')

  expect(page.firstColumn('Request')).toEqual(routes.replace(/\.$/, '').split(', '))
})

test("lists the emulator's switches with their defaults", () => {
  const behaviour = readRepositoryFile('src/emulator/behaviour.ts')
  const rows = [...page.text.matchAll(/^\| `(\w+)` \| `('\w+')`.*\| `('\w+')`/gm)]

  expect(rows.map(([, name]) => name)).toEqual(page.firstColumn('Switch'))
  for (const [, name, strict, otherwise] of rows) {
    expect(behaviour).toContain(`${name}: ${strict},`)
    expect(behaviour).toMatch(new RegExp(`readonly ${name}: .*${otherwise}`))
  }
  const choices = [...behaviour.matchAll(/^ {2}readonly (\w+): '/gm)].map(([, name]) => name)
  expect(page.firstColumn('Switch')).toEqual(choices)
})
