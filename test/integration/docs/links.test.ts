import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRepositoryFile } from '../../support/readme.ts'
import { PAGES } from './pages.ts'

const pages: readonly string[] = Object.values(PAGES).flat()

test('every page is in one group of pages whose commands run', () => {
  const files = globSync(['*.md', '{deploy,docs,examples}/**/*.md'], { exclude: ['**/node_modules/**'] })

  expect(pages.toSorted()).toEqual(files.toSorted())
})

test('the README is short, and every page title is a question', () => {
  const titles = pages.filter((page) => page.startsWith('docs/')).map((page) => headingsOf(page)[0])

  expect(readRepositoryFile('README.md').split('\n').length).toBeLessThanOrEqual(320)
  expect(titles.filter((title) => !title?.endsWith('?'))).toEqual([])
})

test('the README links to every page', () => {
  const linked = linksOf('README.md').map(({ file }) => file)

  expect(linked).toEqual(expect.arrayContaining(pages.filter((page) => page !== 'README.md')))
})

describe.each(pages)('%s', (page) => {
  test('links only to existing files and headings', () => {
    const broken = linksOf(page).filter(
      ({ file, anchor }) => !existsSync(file) || (anchor !== undefined && !anchorsOf(file).has(anchor)),
    )

    expect(broken.map(({ link }) => link)).toEqual([])
  })

  test('has no two headings with the same anchor', () => {
    const anchors = headingsOf(page).map(slugOf)

    expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([])
  })
})

test('the code names only existing pages and headings', () => {
  const sources = globSync(['src/**/*.ts', 'test/**/*.ts', 'Dockerfile'], { exclude: ['**/node_modules/**'] })
  const named = sources.flatMap((source) =>
    Array.from(
      readRepositoryFile(source).matchAll(/(?<![\w/.])(docs\/[a-z-]+\.md)(?:#([\w-]+))?/g),
      ([link, file = '', anchor]) => ({ link: `${source}: ${link}`, file, anchor }),
    ),
  )
  const broken = named.filter(
    ({ file, anchor }) => !existsSync(file) || (anchor !== undefined && !anchorsOf(file).has(anchor)),
  )

  expect(named.length).toBeGreaterThan(0)
  expect(broken.map(({ link }) => link)).toEqual([])
})

interface Link {
  readonly link: string
  readonly file: string
  readonly anchor: string | undefined
}

/** Returns the links of a page to files of the repository and to headings. */
function linksOf(page: string): readonly Link[] {
  const links = textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)
  return Array.from(links, ([link, path = '', anchor]) => ({
    link,
    file: path === '' ? page : join(dirname(page), path),
    anchor,
  }))
}

function anchorsOf(page: string): ReadonlySet<string> {
  return new Set(headingsOf(page).map(slugOf))
}

function headingsOf(page: string): readonly string[] {
  return Array.from(textOf(page).matchAll(/^#{1,6} (.+)$/gm), ([, heading = '']) => heading)
}

/** Returns the text of a page without its blocks of code. */
function textOf(page: string): string {
  return readRepositoryFile(page).replaceAll(/^ *```.*?^ *```$/gms, '')
}

/** Returns the anchor that GitHub gives a heading. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}
