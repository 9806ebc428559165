import { expect } from 'vitest'
import {
  type Call,
  type EmulatorOptions,
  type ManualClock,
  manualClock,
} from '../../../src/emulator/server.ts'
import {
  type Answer,
  imageArn,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../support/gateway.ts'

/** The second account of these tests. */
export const OTHER_ACCOUNT = '210987654321'

/** Each mutation, its AWS operation, and an input that succeeds on what {@link startWorkshop} holds. */
export const MUTATIONS = {
  createImageBuilder: {
    operation: 'CreateImageBuilder',
    input: { name: 'fresh', imageName: 'golden', instanceType: 'stream.standard.medium' },
  },
  startImageBuilder: { operation: 'StartImageBuilder', input: { name: 'parked' } },
  stopImageBuilder: { operation: 'StopImageBuilder', input: { name: 'desk' } },
  deleteImageBuilder: { operation: 'DeleteImageBuilder', input: { name: 'desk' } },
  createImageBuilderStreamingUrl: { operation: 'CreateImageBuilderStreamingURL', input: { name: 'desk' } },
  deleteImage: { operation: 'DeleteImage', input: { name: 'golden' } },
  copyImage: {
    operation: 'CopyImage',
    input: { sourceImageName: 'golden', destinationImageName: 'copied', destinationRegion: 'us-east-1' },
  },
  createUpdatedImage: {
    operation: 'CreateUpdatedImage',
    input: { existingImageName: 'golden', newImageName: 'updated' },
  },
  updateImagePermissions: {
    operation: 'UpdateImagePermissions',
    input: { name: 'golden', sharedAccountId: OTHER_ACCOUNT, imagePermissions: { allowFleet: true } },
  },
  deleteImagePermissions: {
    operation: 'DeleteImagePermissions',
    input: { name: 'lent', sharedAccountId: OTHER_ACCOUNT },
  },
  tagAppStreamResource: {
    operation: 'TagResource',
    input: { resourceArn: imageArn('golden'), tags: [{ key: 'team', value: 'desktop' }] },
  },
  untagAppStreamResource: {
    operation: 'UntagResource',
    input: { resourceArn: imageArn('golden'), tagKeys: ['stage'] },
  },
} as const satisfies Record<string, { operation: string; input: object }>

export type MutationName = keyof typeof MUTATIONS

/** The names of the mutations. */
export const MUTATION_NAMES = Object.keys(MUTATIONS) as MutationName[]

/** The mutations that make something. */
export const CREATING = ['createImageBuilder', 'copyImage', 'createUpdatedImage'] as const

/** What a mutation answered: its payload or its error, as far as it was selected. */
export interface Result {
  readonly __typename: string
  readonly message?: string
  readonly code?: string
  readonly awsRequestId?: string | null
  readonly retryable?: boolean
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
  readonly [selected: string]: unknown
}

/** What to select beside the error, and how to send. */
export interface MutateOptions {
  readonly select?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A gateway, its emulator and the one clock of both. */
export interface Workshop extends TestGateway {
  readonly clock: ManualClock
  /** Sends a mutation; the whole answer. */
  send(name: MutationName, input: object, options?: MutateOptions): Promise<Answer<Record<string, Result>>>
  /** Sends a mutation and gives its result; fails the test on a GraphQL error. */
  mutate(name: MutationName, input?: object, options?: MutateOptions): Promise<Result>
  /** The calls of an operation that the emulator carried out, to the end or to a reset connection. */
  calls(operation: string): readonly Call[]
}

const ERROR = '__typename ... on AppStreamError { message code awsRequestId retryable }'
const INPUT_ERROR = '... on AppStreamInputError { fields { path message } }'

/** A mutation as a field of a document. */
export function mutationField(name: MutationName, input: string, select = ''): string {
  return `${name}(input: ${input}) { ${ERROR} ${INPUT_ERROR} ${select} }`
}

/** A gateway before an emulator that holds two images and two builders, on one clock that stands still. */
export async function startWorkshop(
  options: Omit<TestGatewayOptions, 'clock'> & { readonly behaviour?: EmulatorOptions['behaviour'] } = {},
): Promise<Workshop> {
  const { behaviour, ...rest } = options
  const clock = manualClock()
  const gateway = await startGateway({
    ...rest,
    clock,
    emulator: { clock, ...(behaviour && { behaviour }), ...rest.emulator },
  })
  const { home, emulator } = gateway
  // Made long before any test: what is made now is told from it by its time.
  const CreatedTime = new Date(clock.now() - 86_400_000)
  home.putImage({ Name: 'golden', Platform: 'WINDOWS_SERVER_2022', CreatedTime })
  home.putImage({ Name: 'lent', Platform: 'WINDOWS_SERVER_2022', CreatedTime })
  home.shareImage('lent', OTHER_ACCOUNT, { allowFleet: true })
  home.setTags(imageArn('golden'), { stage: 'test' })
  home.putImageBuilder({ Name: 'desk', State: 'RUNNING', CreatedTime, ImageArn: imageArn('golden') })
  home.putImageBuilder({ Name: 'parked', State: 'STOPPED', CreatedTime, ImageArn: imageArn('golden') })

  const send: Workshop['send'] = (name, input, { select, headers } = {}) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const document = `mutation ($input: ${type}!) { ${mutationField(name, '$input', select)} }`
    return gateway.query<Record<string, Result>, object>(document, {
      variables: { input },
      ...(headers && { headers }),
    })
  }
  return {
    ...gateway,
    clock,
    send,
    async mutate(name, input = MUTATIONS[name].input, mutateOptions) {
      const { data, errors } = await send(name, input, mutateOptions)
      expect(errors, JSON.stringify(errors)).toBeUndefined()
      const result = data?.[name]
      if (result === undefined) throw new Error(`${name} answered nothing.`)
      return result
    },
    calls: (operation) => emulator.calls.all.filter((call) => call.operation === operation),
  }
}

/** Reads everything once, so that snapshots are there and fresh; then counts calls anew. */
export async function warm({ read, emulator }: Workshop): Promise<void> {
  await read(`{
    images(first: 100) { nodes { name } }
    publicImages: images(filter: { visibilities: [PUBLIC] }) { nodes { name } }
    imageBuilders(first: 100) { nodes { name } }
    image(name: "golden") { tags { key } sharedWith { nodes { accountId } } }
  }`)
  emulator.calls.clear()
}
