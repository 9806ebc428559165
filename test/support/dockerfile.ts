import { execFile } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { basename, dirname, join, matchesGlob, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { readRepositoryFile } from './readme.ts'

/** Instruction of a Dockerfile, without its flags. */
export interface Instruction {
  readonly name: string
  readonly flags: readonly string[]
  readonly argument: string
}

/** Parses the project's Dockerfile, which has a single stage. */
export function readDockerfile(): readonly Instruction[] {
  const text = readRepositoryFile('Dockerfile')
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
  return text.split('\n').flatMap((line) => {
    const [, name, flags = '', argument = ''] = /^([A-Z]+)((?: +--\S+)*) +(.+)$/.exec(line.trim()) ?? []
    if (name !== undefined) return [{ name, flags: flags.split(' ').filter(Boolean), argument }]
    if (line.trim() !== '') throw new Error(`Unsupported line in the Dockerfile: ${line}`)
    return []
  })
}

/** Returns the last instruction of a name, which takes effect. */
export function instruction(name: string): Instruction {
  const found = readDockerfile().findLast((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`The Dockerfile has no ${name}.`)
  return found
}

/** Parses a command in exec form, `["program", "argument"]`, which runs without a shell. */
export function execForm(argument: string): readonly [program: string, ...args: string[]] {
  const words: unknown = JSON.parse(argument.replace(/^CMD /, ''))
  if (!Array.isArray(words) || words.some((word) => typeof word !== 'string')) {
    throw new Error(`Not an exec form: ${argument}`)
  }
  const [program, ...args] = words
  return [program, ...args]
}

/** Performs COPY and RUN in order in a folder that stands for the WORKDIR. */
export async function build(folder: string): Promise<void> {
  const root = resolve(import.meta.dirname, '../..')
  const isIgnored = readDockerignore()
  for (const { name, argument } of readDockerfile()) {
    if (name === 'COPY') {
      const words = argument.split(/ +/)
      const destination = words.pop() ?? ''
      for (const source of words) {
        const into = join(folder, destination, destination.endsWith('/') ? basename(source) : '')
        await mkdir(dirname(into), { recursive: true })
        await cp(join(root, source), into, {
          recursive: true,
          filter: (path) => !isIgnored(relative(root, path)),
        })
      }
    }
    if (name === 'RUN') await promisify(execFile)('sh', ['-c', argument], { cwd: folder })
  }
}

/**
 * Reads .dockerignore and returns a predicate for ignored paths: the last pattern that matches a path or a
 * parent folder decides.
 */
function readDockerignore(): (path: string) => boolean {
  const patterns = readRepositoryFile('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  return (path) => {
    const parts = path.split('/')
    const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
    const decisive = patterns.findLast((pattern) =>
      above.some((part) => matchesGlob(part, pattern.replace(/^!/, ''))),
    )
    return decisive !== undefined && !decisive.startsWith('!')
  }
}
