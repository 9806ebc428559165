import { parseArguments } from './command/arguments.ts'
import type { StartOptions } from './command/start.ts'
import { VERSION } from './version.ts'

/**
 * Runs the command in the arguments. Prints help and version to stdout. On invalid arguments, prints a message to stderr
 * and sets the exit code to 2. The gateway's 550 modules are loaded only to start it.
 */
export async function runCommand(args: readonly string[], options: StartOptions): Promise<void> {
  const parsed = await parseArguments(args, readSettingNames)
  switch (parsed.command) {
    case 'version':
      return console.log(VERSION)
    case 'help': {
      const { helpFor } = await import('./command/help.ts')
      return console.log(helpFor(parsed.topic))
    }
    case 'invalid': {
      console.error(`${parsed.problem}\nRun \`node src/main.ts --help\` for the commands and options.`)
      process.exitCode = 2
      return
    }
    case 'gateway':
    case 'emulator': {
      const { start } = await import('./command/start.ts')
      return start(parsed.command, options)
    }
  }
}

async function readSettingNames(): Promise<readonly string[]> {
  const { environment } = await import('./config/environment.ts')
  return Object.keys(environment.shape)
}
