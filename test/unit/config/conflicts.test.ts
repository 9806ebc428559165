import { expect, test } from 'vitest'
import { problemsOf } from './problems.ts'

const HOME = '123456789012'
const OTHER = '210987654321'
const role = (name: string, account = HOME) => `arn:aws:iam::${account}:role/${name}`

test.each([
  [
    'an operate role in an unread account',
    { AWS_ROLE_ARNS: role('reader'), AWS_OPERATE_ROLE_ARNS: role('operator', OTHER) },
    [`AWS_OPERATE_ROLE_ARNS has a role in account ${OTHER}: expected only accounts of AWS_ROLE_ARNS`],
  ],
  [
    'an operate role outside the default account',
    { AWS_ACCOUNT_ID: HOME, AWS_OPERATE_ROLE_ARNS: role('operator', OTHER) },
    [`AWS_OPERATE_ROLE_ARNS has a role in account ${OTHER}: expected only accounts of AWS_ACCOUNT_ID`],
  ],
  [
    'two operate roles in one account',
    { AWS_ROLE_ARNS: role('reader'), AWS_OPERATE_ROLE_ARNS: `${role('operator')},${role('manager')}` },
    [`AWS_OPERATE_ROLE_ARNS has 2 roles in account ${HOME}: expected one per account`],
  ],
  [
    'operate roles in two unknown accounts',
    { AWS_OPERATE_ROLE_ARNS: `${role('operator')},${role('operator', OTHER)}` },
    [
      'AWS_OPERATE_ROLE_ARNS has roles in several accounts: set AWS_ROLE_ARNS or AWS_ACCOUNT_ID to the accounts to serve',
    ],
  ],
  [
    'two operate roles in one unknown account',
    { AWS_OPERATE_ROLE_ARNS: `${role('operator')},${role('manager')}` },
    [`AWS_OPERATE_ROLE_ARNS has 2 roles in account ${HOME}: expected one per account`],
  ],
  [
    'session tags without a role',
    { AWS_SESSION_TAGS: 'true' },
    ['AWS_SESSION_TAGS is "true" but there is no role to assume: set AWS_OPERATE_ROLE_ARNS or AWS_ROLE_ARNS'],
  ],
])('rejects %s', (_what, env, problems) => {
  expect(problemsOf(env)).toEqual(problems)
})

test('reports role problems with all others, unless the role itself is malformed', () => {
  const wrong = { AWS_SESSION_TAGS: 'true', PORT: 'x', UPSTREAM: 'aws' }
  expect(problemsOf(wrong).map((problem) => problem.split(' ')[0])).toEqual([
    'PORT',
    'AWS_REGIONS',
    'AWS_SESSION_TAGS',
  ])
  expect(problemsOf({ ...wrong, AWS_ROLE_ARNS: 'reader' }).map((problem) => problem.split(' ')[0])).toEqual([
    'AWS_ROLE_ARNS',
    'PORT',
    'AWS_REGIONS',
  ])
})

test.each([
  ['one role per account', { AWS_ROLE_ARNS: role('reader'), AWS_OPERATE_ROLE_ARNS: role('operator') }],
  [
    'accounts without an operate role',
    { AWS_ROLE_ARNS: `${role('reader')},${role('reader', OTHER)}`, AWS_OPERATE_ROLE_ARNS: role('operator') },
  ],
  ['one operate role with default credentials', { AWS_OPERATE_ROLE_ARNS: role('operator') }],
  [
    'the same with AWS_ACCOUNT_ID',
    { AWS_ACCOUNT_ID: HOME, AWS_OPERATE_ROLE_ARNS: role('operator'), AWS_SESSION_TAGS: 'true' },
  ],
  ['session tags for the read role', { AWS_ROLE_ARNS: role('reader'), AWS_SESSION_TAGS: 'true' }],
])('accepts %s', (_what, env) => {
  expect(problemsOf(env)).toEqual([])
})
