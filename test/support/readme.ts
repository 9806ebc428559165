import { readFileSync } from 'node:fs'

/** Step of a reader of the documentation, or documented output. */
export type Step =
  | { readonly kind: 'graphql'; readonly line: number; readonly query: string }
  /** Another team's subgraph. */
  | { readonly kind: 'sdl'; readonly line: number; readonly sdl: string }
  /** Module of the reader's own. */
  | { readonly kind: 'module'; readonly line: number; readonly code: string }
  /** Quotation of a source file, which its first line names; `…` stands for lines left out. */
  | { readonly kind: 'quotation'; readonly line: number; readonly code: string }
  | { readonly kind: 'command'; readonly line: number; readonly command: Command }
  /** Response to the preceding step, or a document by itself. */
  | { readonly kind: 'json'; readonly line: number; readonly value: unknown }
  /** Lines that the preceding steps of the section have logged. */
  | { readonly kind: 'log'; readonly line: number; readonly lines: readonly string[] }
  /** Comments hidden from readers: `<!-- clock +ms -->`, `<!-- fault {...} -->`. */
  | { readonly kind: 'clock'; readonly line: number; readonly ms: number }
  | { readonly kind: 'fault'; readonly line: number; readonly fault: string }

/** Shell command: `NAME=value program arguments`. */
export interface Command {
  readonly env: Readonly<Record<string, string>>
  readonly program: string
  readonly args: readonly string[]
}

/** Content of one `##` heading, or what precedes the first one. */
export interface Section {
  readonly title: string
  readonly steps: readonly Step[]
}

/** Parsed page of the documentation. */
export interface Page {
  readonly path: string
  readonly text: string
  readonly sections: readonly Section[]
  /** Returns the first cells of the table whose head begins with `head`, without backticks, one item each. */
  firstColumn(head: string): readonly string[]
}

const ROOT = new URL('../../', import.meta.url)
/** Matches a heading, a fenced block, or an instruction comment. */
const PART = /^#{1,2} ([^\n]+)$|^```(\w+)\n(.*?)^```$|^<!-- (clock|fault) ([^\n]+) -->$/gms

/** Reads a file of the repository. */
export function readRepositoryFile(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8')
}

/** Parses the README or another page of the documentation. */
export function readPage(path: string): Page {
  const text = readRepositoryFile(path).replaceAll(/^\|.*$/gm, withoutPadding)
  const sections: { title: string; steps: Step[] }[] = []
  for (const match of text.matchAll(PART)) {
    const [, title, language, content = '', instruction, argument = ''] = match
    const line = text.slice(0, match.index).split('\n').length
    const kind = language ?? instruction ?? ''
    if (title !== undefined) sections.push({ title, steps: [] })
    else sections.at(-1)?.steps.push(...stepsOf(kind, content || argument, { path, line }))
  }
  return { path, text, sections, firstColumn: (head) => firstColumnOf(text, head) }
}

/** Returns a table row without the formatter's column padding. */
function withoutPadding(row: string): string {
  return row.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
}

function stepsOf(
  kind: string,
  content: string,
  { path, line }: { readonly path: string; readonly line: number },
): readonly Step[] {
  switch (kind) {
    case 'graphql':
      return [{ kind, line, query: content }]
    case 'gql':
      return [{ kind: 'sdl', line, sdl: content }]
    case 'js':
      return [{ kind: 'module', line, code: content }]
    case 'ts':
      return [{ kind: 'quotation', line, code: content }]
    case 'sh':
      return commandsOf(content).map((command) => ({ kind: 'command', line, command }))
    case 'json':
      return [{ kind, line, value: JSON.parse(content) }]
    case 'jsonl':
      return [{ kind: 'log', line, lines: content.trimEnd().split('\n') }]
    case 'clock':
      return [{ kind, line, ms: Number(content) }]
    case 'fault':
      return [{ kind, line, fault: content }]
    case 'nginx':
      // CI has no nginx: test/integration/docs/access.test.ts compares the settings with those of the gateway.
      return []
    default:
      throw new Error(`${path}:${line}: unsupported block language ${kind}`)
  }
}

/** Returns the commands of a block, one per line unless continued by a backslash. */
export function commandsOf(block: string): readonly Command[] {
  const lines = block.replaceAll(/\\\n\s*/g, ' ').split('\n')
  return lines.filter((line) => line.trim() !== '').map(parseCommand)
}

function parseCommand(line: string): Command {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  )
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const [program = '', ...args] = words.slice(first)
  const assignments = words.slice(0, first).map((word): [string, string] => {
    const [name = '', ...value] = word.split('=')
    return [name, value.join('=')]
  })
  return { env: Object.fromEntries(assignments), program, args }
}

function firstColumnOf(text: string, head: string): readonly string[] {
  const [, table] = text.split(new RegExp(`^\\| ${head} \\|.*\\n\\| ---.*\\n`, 'm'))
  const [rows = ''] = table?.split(/^(?!\|)/m) ?? []
  return rows
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, cell = '']) => cell))
}
