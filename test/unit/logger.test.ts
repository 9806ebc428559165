import { expect, test } from 'vitest'
import { type Output, openLog } from '../../src/logger.ts'

/** Logs one line to an output and returns it. */
async function logTo(output: Output, format: 'auto' | 'json' | 'pretty' = 'auto'): Promise<string> {
  const lines: string[] = []
  const target = { write: (line: string) => lines.push(line) }
  const logger = await openLog({ level: 'info', format }, { output, target })
  logger.warn({ requestId: 'r-1', durationMs: 12.3 }, 'request')
  return lines.join('')
}

const ESCAPE = '\u001b['
const terminal = { isTTY: true, hasColors: () => true }

test('writes JSON lines with the name of the level to a file', async () => {
  expect(JSON.parse(await logTo({}))).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    requestId: 'r-1',
    durationMs: 12.3,
    msg: 'request',
  })
})

test('writes one coloured line of text to a terminal', async () => {
  const text = await logTo(terminal)

  expect(text).toContain(ESCAPE)
  expect(text).toMatch(/WARN.*request.*"requestId":"r-1","durationMs":12\.3/)
  expect(text.match(/\n/g)).toHaveLength(1)
})

test('writes no colours to a terminal that shows none', async () => {
  const text = await logTo({ isTTY: true, hasColors: () => false })

  expect(text).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] WARN: request \{/)
  expect(text).not.toContain(ESCAPE)
})

test('follows LOG_FORMAT regardless of the output', async () => {
  expect(JSON.parse(await logTo(terminal, 'json'))).toMatchObject({ level: 'warn' })
  const text = await logTo({}, 'pretty')

  expect(text).toMatch(/WARN: request/)
  expect(text).not.toContain(ESCAPE)
})

test('writes the stack of an error on lines of its own', async () => {
  const lines: string[] = []
  const logger = await openLog(
    { level: 'info', format: 'pretty' },
    { output: {}, target: { write: (line: string) => lines.push(line) } },
  )
  logger.error({ err: new Error('boom') }, 'unexpected error')

  expect(lines.join('')).toMatch(/ERROR: unexpected error[\s\S]*\n\s+Error: boom\n\s+at /)
})
