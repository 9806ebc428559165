import { readdir, readFile } from 'node:fs/promises'
import { Kind, parse } from 'graphql'
import type { Example, Topic } from './client/settings.ts'

const FOLDER = new URL('./examples/', import.meta.url)

/** Names of the examples that GraphiQL opens on the first visit: a query, a subscription, and a mutation to watch. */
export const FIRST_EXAMPLES: readonly string[] = [
  'FromBuilderToImageAndBack',
  'WatchImageBuilders',
  'CreateAnImageBuilder',
]

/** Reads the examples of GraphiQL. Each folder is a topic; numbers in the names of folders and files set the order. */
export async function readTopics(): Promise<readonly Topic[]> {
  const folders = (await readdir(FOLDER)).sort()
  return Promise.all(
    folders.map(async (folder) => ({
      title: titleOf(folder),
      examples: await readExamples(new URL(`${folder}/`, FOLDER)),
    })),
  )
}

async function readExamples(folder: URL): Promise<readonly Example[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort()
  return Promise.all(
    files.map(async (file) => parseExample(titleOf(file), await readFile(new URL(file, folder), 'utf8'))),
  )
}

function parseExample(title: string, query: string): Example {
  const operation = parse(query).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.name === undefined)
    throw new Error(`The example "${title}" has no named operation.`)
  const comment = /^(?:#.*\n)+/.exec(query)?.[0] ?? ''
  return {
    name: operation.name.value,
    title,
    kind: operation.operation,
    description: comment.replace(/^# ?/gm, '').replace(/\s+/g, ' ').trim(),
    query,
  }
}

/** Converts the name of a file or folder, such as `02-tags-and-shares.graphql`, to a title. */
function titleOf(name: string): string {
  const words = name
    .replace(/^\d+-/, '')
    .replace(/\.graphql$/, '')
    .replaceAll('-', ' ')
    .replace(/\burl\b/, 'URL')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
