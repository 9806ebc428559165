import { expect, test } from 'vitest'
import { mutationField, startWorkshop } from './support.ts'

const create = (name: string) =>
  `{ name: "${name}", imageName: "golden", instanceType: "stream.standard.medium" }`

test('runs the mutations of a document in order, one at a time', async () => {
  await using workshop = await startWorkshop()
  workshop.emulator.faults.add({ operation: 'StopImageBuilder', latencyMs: 50 })
  const { data, errors } = await workshop.query<Record<string, object>, never>(`mutation {
    stop: ${mutationField('stopImageBuilder', '{ name: "desk" }', '... on StopImageBuilderPayload { imageBuilder { state } }')}
    start: ${mutationField('startImageBuilder', '{ name: "parked" }')}
    tag: ${mutationField('deleteImage', '{ name: "golden" }')}
    create: ${mutationField('createImageBuilder', create('fresh'))}
  }`)
  expect(errors).toBeUndefined()
  expect(Object.keys(data ?? {})).toEqual(['stop', 'start', 'tag', 'create'])
  expect(workshop.emulator.calls.all.map(({ operation }) => operation)).toEqual([
    'StopImageBuilder',
    'StartImageBuilder',
    'DeleteImage',
    'CreateImageBuilder',
  ])
  expect(workshop.emulator.calls.maxInFlight()).toBe(1)
  // The last mutation sees the result of the one before it.
  expect(data?.['create']).toMatchObject({ __typename: 'AppStreamResourceNotAvailableError' })
})

test("shows an earlier change in a later mutation's selection", async () => {
  await using workshop = await startWorkshop()
  const builders = 'imageBuilder { image { launchedImageBuilders { nodes { name state } } } }'
  const { data } = await workshop.query<Record<string, object>, never>(`mutation {
    first: ${mutationField('stopImageBuilder', '{ name: "desk" }', `... on StopImageBuilderPayload { ${builders} }`)}
    second: ${mutationField('startImageBuilder', '{ name: "parked" }', `... on StartImageBuilderPayload { ${builders} }`)}
  }`)
  const shown = (desk: string, parked: string) => ({
    imageBuilder: {
      image: {
        launchedImageBuilders: {
          nodes: [
            { name: 'desk', state: desk },
            { name: 'parked', state: parked },
          ],
        },
      },
    },
  })
  expect(data?.['first']).toMatchObject(shown('STOPPING', 'STOPPED'))
  expect(data?.['second']).toMatchObject(shown('STOPPING', 'PENDING'))
})

test('continues after an error returned as data', async () => {
  await using workshop = await startWorkshop()
  const { data, errors } = await workshop.query<Record<string, object>, never>(`mutation {
    wrong: ${mutationField('startImageBuilder', '{ name: "-" }')}
    missing: ${mutationField('stopImageBuilder', '{ name: "none" }')}
    stop: ${mutationField('stopImageBuilder', '{ name: "desk" }')}
  }`)
  expect(errors).toBeUndefined()
  expect(data).toMatchObject({
    wrong: { __typename: 'AppStreamInputError' },
    missing: { __typename: 'AppStreamResourceNotFoundError' },
    stop: { __typename: 'StopImageBuilderPayload' },
  })
})

test('continues after an unmodelled error, nulling the data at its path', async () => {
  await using workshop = await startWorkshop()
  workshop.emulator.faults.add({
    operation: 'StartImageBuilder',
    error: { type: 'InternalServerException', status: 500, message: 'secret' },
  })
  const { status, data, errors } = await workshop.query(`mutation {
    first: ${mutationField('deleteImage', '{ name: "golden" }')}
    second: ${mutationField('startImageBuilder', '{ name: "parked" }')}
    third: ${mutationField('startImageBuilder', '{ name: "parked" }')}
    fourth: ${mutationField('stopImageBuilder', '{ name: "desk" }')}
  }`)
  expect(status).toBe(200)
  expect(data).toBeNull()
  const [one, two] = workshop.calls('StartImageBuilder')
  expect(errors).toMatchObject([
    { path: ['second'], extensions: { code: 'UPSTREAM_UNAVAILABLE', awsRequestId: one?.requestId } },
    { path: ['third'], extensions: { code: 'UPSTREAM_UNAVAILABLE', awsRequestId: two?.requestId } },
  ])
  expect(errors).toHaveLength(2)
  expect(JSON.stringify(errors)).not.toContain('secret')
  expect(workshop.home.images.get('golden')?.State).toBe('DELETING')
  expect(workshop.home.imageBuilders.get('desk')?.State).toBe('STOPPING')
})
