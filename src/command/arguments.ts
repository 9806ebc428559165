import { parseArgs } from 'node:util'
import { closestMatch } from 'leven'

/** Command line of main.ts, parsed. */
export type Arguments =
  | { readonly command: 'gateway' | 'emulator' | 'version' }
  | { readonly command: 'help'; readonly topic: 'gateway' | 'emulator' }
  | { readonly command: 'invalid'; readonly problem: string }

const COMMANDS = ['emulator', 'help']
const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const
/** Maximum number of letters that differ between a mistyped name and its suggestion. */
const MAX_TYPOS = 3

/**
 * Parses the arguments of main.ts. Help takes precedence over everything else.
 * @param settingNames returns the names of all variables. Called only for an unknown option.
 */
export async function parseArguments(
  args: readonly string[],
  settingNames: () => Promise<readonly string[]>,
): Promise<Arguments> {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  const options = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []))
  const [word, ...others] = words
  if (options.some(({ name }) => name === 'help') || word === 'help')
    return { command: 'help', topic: words.includes('emulator') ? 'emulator' : 'gateway' }

  const unknown = options.find(({ name }) => !(name in OPTIONS))
  if (unknown !== undefined)
    return { command: 'invalid', problem: describeOption(unknown, await settingNames()) }
  const given = options.find(({ value }) => value !== undefined)
  if (given !== undefined)
    return { command: 'invalid', problem: `${given.rawName} takes no value, got "${given.value}".` }
  if (options.length > 0) return { command: 'version' }

  if (word !== undefined && word !== 'emulator')
    return { command: 'invalid', problem: `Unknown command: ${word}.${suggest(word, COMMANDS)}` }
  if (others.length > 0)
    return { command: 'invalid', problem: `Unexpected argument after ${word}: ${others[0]}.` }
  return { command: word ?? 'gateway' }
}

/** Describes an unknown option. For the name of a setting, such as `--port`, it names the variable to set instead. */
function describeOption(
  { name, rawName }: { readonly name: string; readonly rawName: string },
  settings: readonly string[],
): string {
  const setting = name.toUpperCase().replaceAll('-', '_')
  if (settings.includes(setting))
    return `Unknown option: ${rawName}. Settings are environment variables: set ${setting} instead.`
  return `Unknown option: ${rawName}.${suggest(rawName, ['--help', '--version'])}`
}

function suggest(given: string, candidates: readonly string[]): string {
  const closest = closestMatch(given, [...candidates], { maxDistance: MAX_TYPOS })
  return closest === undefined ? '' : ` Did you mean ${closest}?`
}
