import { existsSync, globSync, readdirSync } from 'node:fs'
import { buildSchema, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { readPage, readRepositoryFile } from '../../support/readme.ts'
import { PAGES } from './pages.ts'

const contributing = readPage('CONTRIBUTING.md')
const documents = Object.values(PAGES).flat().map(readRepositoryFile).join('\n')
const packageJson: Record<'scripts' | 'dependencies', Record<string, string>> = JSON.parse(
  readRepositoryFile('package.json'),
)

test('the documentation names only existing files and every folder of src', () => {
  const named = [...documents.matchAll(/`((?:src|test|\.ci)\/[\w./-]+)`/g)].map(([, path = '']) => path)
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())

  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((path) => !existsSync(path))).toEqual([])
  expect(contributing.firstColumn('Folder')).toEqual(
    expect.arrayContaining(folders.map(({ name }) => `src/${name}`)),
  )
})

test('the documentation names only existing npm scripts', () => {
  const named = [...documents.matchAll(/`npm (?:run )?([\w:]+)`/g)].map(([, script = '']) => script)

  expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named))
})

test("runtime imports are dependencies or Node's own modules", () => {
  // The page of GraphiQL runs in browsers, from a bundle.
  const others = ['src/tools/', 'src/server/graphiql/client/']
  const running = globSync('src/**/*.ts').filter((file) => !others.some((folder) => file.startsWith(folder)))
  const sources = running.map(readRepositoryFile).join('\n')
  const imported = [...sources.matchAll(/ from '([^.'][^']*)'/g)].map(([, name = '']) => name)
  const packages = imported
    .filter((name) => !name.startsWith('node:'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )

  expect(Object.keys(packageJson.dependencies)).toEqual(expect.arrayContaining(packages))
})

test('the documentation names every mutation and subscription', () => {
  const { Mutation, Subscription } = buildSchema(readRepositoryFile('schema.graphql')).getTypeMap()
  const fields = [Mutation, Subscription].flatMap((type) =>
    isObjectType(type) ? Object.keys(type.getFields()) : [],
  )

  expect(fields.length).toBeGreaterThan(60)
  expect(fields.filter((field) => !documents.includes(`\`${field}`))).toEqual([])
})
