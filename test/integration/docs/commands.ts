import { parseArgs } from 'node:util'
import { expect } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import type { TestGateway } from '../../support/gateway.ts'
import type { Command } from '../../support/readme.ts'

/** Emulates curl with the options used in the documentation; rejects any other. */
export async function curl(args: readonly string[], gateway: TestGateway, expected: unknown): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      request: { type: 'string', short: 'X' },
      header: { type: 'string', short: 'H', multiple: true, default: [] },
      data: { type: 'string', short: 'd' },
      'no-buffer': { type: 'boolean', short: 'N' },
    },
  })
  const [url = ''] = positionals
  const headers = values.header.map((header): [string, string] => {
    const [name = '', value = ''] = header.split(': ')
    return [name, value]
  })
  const form: Record<string, string> = values.data
    ? { 'content-type': 'application/x-www-form-urlencoded' }
    : {}
  const response = await fetch(
    // Matches complete ports: the test gateway's port may start with the emulator's.
    url.replace(/^http:\/\/127\.0\.0\.1:(4000|4566)\b/, (_, port) =>
      port === '4000' ? new URL(gateway.url).origin : gateway.emulator.url,
    ),
    {
      method: values.request ?? (values.data === undefined ? 'GET' : 'POST'),
      headers: { ...form, ...Object.fromEntries(headers) },
      body: values.data ?? null,
    },
  )
  const answer = await (values['no-buffer'] ? firstEvent(response) : response.json())

  expect(response.status, JSON.stringify(answer)).toBe(200)
  if (expected === undefined) expect(answer).not.toHaveProperty('errors')
  else if (url.includes('/_emulator/')) expect(answer).toMatchObject(Object(expected))
  else expect(comparable(answer)).toEqual(comparable(expected))
}

/** Reads server-sent events or parts of a multipart body up to the first event. */
async function firstEvent({ body }: Response): Promise<unknown> {
  let text = ''
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const [, event] = /^(?:data: )?(\{"(?:data|payload|errors)".*\})\r?$/m.exec(text) ?? []
    if (event !== undefined) return JSON.parse(event).payload ?? JSON.parse(event)
  }
  throw new Error(`No event in ${text}`)
}

/** Sends the request of the AWS CLI without a signature. */
export async function aws(
  [service, verb = '', ...args]: readonly string[],
  env: Command['env'],
  { emulator }: TestGateway,
) {
  const operation = pascalCase(verb)
  const shape = serviceModel.shapes[serviceModel.operations[operation]?.input ?? '']
  const options = Object.fromEntries(
    args
      .join(' ')
      .split(/(?:^| )--/)
      .slice(1)
      .map((option): [string, readonly string[]] => {
        const [name = '', ...values] = option.split(' ')
        return [name, values]
      }),
  )
  const { region: [region] = [], 'endpoint-url': endpoint = [], ...members } = options
  const input = Object.entries(members).map(([option, values]) => {
    const name = pascalCase(option)
    const member = serviceModel.shapes[shape?.members?.[name] ?? '']
    expect(member, `${operation} has a member ${name}`).toBeDefined()
    return [name, member?.type === 'list' ? values : values[0]]
  })
  const scope = `${env['AWS_ACCESS_KEY_ID']}/20261124/${region}/${service}/aws4_request`
  const response = await fetch(emulator.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      'x-amz-target': `${serviceModel.targetPrefix}.${operation}`,
    },
    body: JSON.stringify(Object.fromEntries(input)),
  })
  const [[, found] = []] = Object.entries(await response.json())

  expect(endpoint).toEqual(['http://127.0.0.1:4566'])
  expect(response.status).toBe(200)
  expect(found).not.toEqual([])
}

function pascalCase(kebab: string): string {
  return kebab.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** Returns a response without values that differ between runs. */
export function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"a time"')
      .replaceAll(/"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"/g, '"an id"'),
  )
}

/** Returns a line of the log without values that differ between runs. */
export function comparableLine(line: string): unknown {
  const text = line.replaceAll(/"durationMs":[\d.]+/g, '"durationMs":"a duration"')
  return comparable(JSON.parse(text))
}
