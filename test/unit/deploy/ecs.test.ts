import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkTaskDefinition } from '../../support/deploy/ecs-request.ts'
import { checkEnvironment, checkStopTimeout, imageName } from '../../support/deploy/settings.ts'
import { execForm, instruction, readDockerfile } from '../../support/dockerfile.ts'
import { readRepositoryFile } from '../../support/readme.ts'

const text = readRepositoryFile('deploy/ecs/task-definition.json')
const { version }: { readonly version: string } = JSON.parse(readRepositoryFile('package.json'))
const taskDefinition = z.object({
  cpu: z.string(),
  memory: z.string(),
  containerDefinitions: z.tuple([
    z.object({
      image: z.string(),
      portMappings: z.array(z.object({ containerPort: z.int() })),
      environment: z.array(z.object({ name: z.string(), value: z.string() })),
      secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })),
      mountPoints: z.array(z.object({ sourceVolume: z.string(), containerPath: z.string() })),
      healthCheck: z.object({ command: z.array(z.string()) }),
      stopTimeout: z.int(),
    }),
  ]),
  volumes: z.array(z.object({ name: z.string() })),
})
const { containerDefinitions, volumes, cpu, memory } = taskDefinition.parse(JSON.parse(text))
const [container] = containerDefinitions

/** Values that the secrets could have. */
const SECRETS: Readonly<Record<string, string>> = {
  SHARED_STATE_URL: 'rediss://appstream-graphql:secret@redis.example.com:6379',
  METRICS_TOKEN: 'a-token-of-the-scraper',
}

function environmentOf({ environment, secrets }: typeof container): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...environment.map(({ name, value }) => [name, value]),
    ...secrets.map(({ name }) => [name, SECRETS[name] ?? '']),
  ])
}

test('the task definition is an input that the ECS API accepts', () => {
  expect(checkTaskDefinition(JSON.parse(text))).toEqual([])
})

test('the environment of the task starts the gateway without a warning', () => {
  expect(container.secrets.map(({ name }) => name)).toEqual(Object.keys(SECRETS))
  expect(checkEnvironment(environmentOf(container))).toEqual([])
})

test('the task runs the released image on the port of the gateway', () => {
  const ports = container.portMappings.map(({ containerPort }) => containerPort)

  expect(container.image.split('/').at(-1)).toBe(imageName(version))
  expect(ports).toEqual([Number(instruction('EXPOSE').argument)])
})

test('the health check of the task is that of the image', () => {
  const [kind, ...command] = container.healthCheck.command

  expect(kind).toBe('CMD')
  expect(command).toEqual(execForm(instruction('HEALTHCHECK').argument))
})

test('ECS kills the task only after shutdown, within the limits of Fargate', () => {
  expect(checkStopTimeout(environmentOf(container), container.stopTimeout)).toEqual([])
  expect(container.stopTimeout).toBeLessThanOrEqual(120)
  // Fargate offers these sizes of memory for half a CPU.
  expect([cpu, ['1024', '2048', '3072', '4096'].includes(memory)]).toEqual(['512', true])
})

test('every mount of the task has a volume', () => {
  expect(container.mountPoints.map(({ sourceVolume }) => sourceVolume)).toEqual(
    volumes.map(({ name }) => name),
  )
})

test('every mount is a volume of the image, so that the gateway can write to it', () => {
  const mounted = container.mountPoints.map(({ containerPath }) => containerPath)
  const cache = readDockerfile().find(({ argument }) => argument.startsWith('NODE_COMPILE_CACHE='))

  expect(mounted).toEqual(execForm(instruction('VOLUME').argument))
  expect(cache?.argument).toBe(`NODE_COMPILE_CACHE=${mounted[0]}/compile-cache`)
})

test('the documentation lists its secrets', () => {
  const [, row = ''] = /^\| Secrets +\|(.*)\|$/m.exec(readRepositoryFile('docs/deploy.md')) ?? []

  expect(row.match(/(?<=`)[A-Z_]+(?=`)/g)).toEqual(container.secrets.map(({ name }) => name))
})

describe('the checks reject', () => {
  const definition = JSON.parse(text)
  test.each([
    [
      'an unknown member',
      { ...definition, netwrokMode: 'awsvpc' },
      'taskDefinition has no member netwrokMode',
    ],
    ['a number for a text', { ...definition, cpu: 512 }, 'taskDefinition.cpu must be a string'],
    ['an object for a list', { ...definition, volumes: {} }, 'taskDefinition.volumes must be an array'],
  ])('%s', (_what, value, problem) => {
    expect(checkTaskDefinition(value)).toEqual([problem])
  })

  test('an unknown setting, an invalid value and a short stop timeout', () => {
    const env = environmentOf(container)

    expect(checkEnvironment({ ...env, SHUTDOWN_DELAY: '5000' })).toContain('SHUTDOWN_DELAY is not a setting')
    expect(checkEnvironment({ ...env, AWS_REGION: 'mars' })).toEqual([
      expect.stringContaining('AWS_REGION is "mars"'),
    ])
    expect(checkStopTimeout(env, 20)).toEqual(['the shutdown takes up to 27 s, but is killed after 20 s'])
  })
})
