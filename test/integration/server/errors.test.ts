import { expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { bodyOf, startServer } from './support.ts'

test('masks an unexpected error with its request id and logs it', async () => {
  await using server = await startServer()
  const response = await server.query('{ broken }', { headers: { 'x-request-id': 'r-1' } })
  const text = await response.text()

  expect(JSON.parse(text)).toEqual({
    data: { broken: null },
    errors: [
      {
        message: 'Unexpected error',
        locations: [{ line: 1, column: 3 }],
        path: ['broken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' },
      },
    ],
  })
  expect(server.logs).toContainEqual(
    expect.objectContaining({
      level: 'error',
      requestId: 'r-1',
      err: expect.objectContaining({ stack: expect.stringContaining('secret') }),
    }),
  )
})

test('masks a GraphQLError that the executor raises about our data', async () => {
  await using server = await startServer()
  const text = await (await server.query('{ brokenEnum }')).text()

  expect(text).toContain('INTERNAL_SERVER_ERROR')
  expect(text).not.toContain('secret')
})

test('masks a failing context as 500', async () => {
  await using server = await startServer({
    createContext: () => {
      throw new Error('secret')
    },
  })
  const response = await server.query('{ hello }')
  const text = await response.text()

  expect(response.status).toBe(500)
  expect(text).toContain('INTERNAL_SERVER_ERROR')
  expect(text).not.toContain('secret')
})

test('returns a deliberate error unchanged', async () => {
  await using server = await startServer()
  const { errors } = await bodyOf(await server.query('{ rejected }'))

  expect(errors).toEqual([
    expect.objectContaining({
      message: 'first must be from 1 to 100',
      extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
    }),
  ])
})

test('reports a failed AWS call at each path and logs it once', async () => {
  await using server = await startServer()
  const body = await bodyOf(await server.query('{ throttled { name } }'))

  expect(body.data).toEqual({ throttled: [{ name: null }, { name: null }] })
  expect(body.errors?.map(({ path }) => path)).toEqual([
    ['throttled', 0, 'name'],
    ['throttled', 1, 'name'],
  ])
  for (const { message, extensions } of body.errors ?? []) {
    expect(message).toContain('DescribeImages')
    expect(message).not.toContain('secret')
    expect(extensions).toEqual({ code: 'UPSTREAM_THROTTLED', awsRequestId: 'aws-request-1', retryable: true })
  }
  expect(server.logs.filter(({ msg }) => msg === 'upstream call failed')).toHaveLength(1)
})

test('logs one line per request without variables and headers', async () => {
  await using server = await startServer()
  const query = `query ${'Long'.repeat(50)}($name: String!) { hello(name: $name) broken }`
  await server.query(query, {
    variables: { name: 'private' },
    headers: { authorization: 'Bearer private', 'x-request-id': 'r-2' },
  })
  await server.stop()

  const requests = server.logs.filter(({ msg }) => msg === 'request')
  expect(requests).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      requestId: 'r-2',
      operationName: 'Long'.repeat(25),
      operationType: 'query',
      caller: 'anonymous',
      cost: expect.any(Number),
      status: 200,
      durationMs: expect.any(Number),
      errorCodes: ['INTERNAL_SERVER_ERROR'],
      msg: 'request',
    },
  ])
  expect(JSON.stringify(server.logs)).not.toContain('private')
})

test('returns the first hundred errors and counts the others', async () => {
  const { limits } = loadConfig({ MAX_ALIASES: '0', MAX_ROOT_FIELDS: '0' })
  await using server = await startServer({ limits })
  const fields = Array.from({ length: 120 }, (_, index) => `a${index}: throttled { name }`)
  const { errors = [] } = await bodyOf(await server.query(`{ ${fields.join(' ')} }`))
  expect(errors).toHaveLength(101)
  expect(errors[100]).toMatchObject({
    message: expect.stringContaining('140 further errors'),
    extensions: { code: 'ERRORS_LEFT_OUT' },
  })
})
