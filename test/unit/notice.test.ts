import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readRepositoryFile } from '../support/readme.ts'

const notice = readRepositoryFile('NOTICE')

test('NOTICE repeats the copyright line of every package in the GraphiQL bundle', () => {
  const sources = globSync('src/server/graphiql/client/**/*.ts').map(readRepositoryFile).join('\n')
  const bundled = new Set(sources.match(/(?<=^import (?!type).* from ')[^.'][^']*/gm))
  const copyrights = Array.from(
    bundled,
    (name) => /^Copyright .+$/m.exec(readRepositoryFile(`node_modules/${name}/LICENSE.md`))?.[0],
  )

  expect(bundled.size).toBeGreaterThan(0)
  for (const name of bundled) expect(notice).toContain(`- ${name} (`)
  for (const copyright of copyrights) expect(notice).toContain(copyright)
})

test('LICENSE is the license that package.json declares', () => {
  const { license } = JSON.parse(readRepositoryFile('package.json'))

  expect(license).toBe('Apache-2.0')
  expect(readRepositoryFile('LICENSE')).toMatch(/Apache License\s+Version 2\.0/)
})
