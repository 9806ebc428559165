import { expect, test } from 'vitest'
import { parseArguments } from '../../../src/command/arguments.ts'

const parse = (...args: string[]) => parseArguments(args, async () => ['PORT', 'MAX_STALENESS_MS'])

test.each([
  [[], { command: 'gateway' }],
  [['emulator'], { command: 'emulator' }],
  [['--help'], { command: 'help', topic: 'gateway' }],
  [['-h'], { command: 'help', topic: 'gateway' }],
  [['help'], { command: 'help', topic: 'gateway' }],
  [['emulator', '--help'], { command: 'help', topic: 'emulator' }],
  [['help', 'emulator'], { command: 'help', topic: 'emulator' }],
  [['--verbose', '--help'], { command: 'help', topic: 'gateway' }],
  [['--version'], { command: 'version' }],
  [['-v'], { command: 'version' }],
  [['emulator', '--version'], { command: 'version' }],
])('parses %j', async (args, expected) => {
  expect(await parse(...args)).toEqual(expected)
})

test.each([
  [['emulate'], 'Unknown command: emulate. Did you mean emulator?'],
  [['serve'], 'Unknown command: serve.'],
  [['emulator', 'now'], 'Unexpected argument after emulator: now.'],
  [['--verison'], 'Unknown option: --verison. Did you mean --version?'],
  [['--halp'], 'Unknown option: --halp. Did you mean --help?'],
  [['-x'], 'Unknown option: -x.'],
  [['--port', '4001'], 'Unknown option: --port. Settings are environment variables: set PORT instead.'],
  [
    ['--max-staleness-ms=0'],
    'Unknown option: --max-staleness-ms. Settings are environment variables: set MAX_STALENESS_MS instead.',
  ],
  [['--version=1'], '--version takes no value, got "1".'],
])('rejects %j with advice', async (args, problem) => {
  expect(await parse(...args)).toEqual({ command: 'invalid', problem })
})
